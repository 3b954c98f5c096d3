// @ts-check
// The page's sentences and fields, and the wire from this phone to the gateway addresses.

/** @typedef {{ status: number, text: string }} Answer */

const LONGEST_WAIT = 10 * 1000;
const KEPT = 8;
// What the provider's own simulator calls its network.
export const NETWORK = "99999";

/** @param {string} selector */
export const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
/** @param {string} selector */
export const field = (selector) =>
  /** @type {HTMLInputElement | HTMLTextAreaElement} */ (one(selector));

// Addresses and sentences, in the language of the page.
export const say = one("#phone").dataset;
export const number = () => field("#number").value.trim();
export const stamp = () => new Date().toISOString().slice(0, 19).replace("T", " ");

/** @param {string} start */
export function newId(start) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return start + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string | undefined} sentence
 * @param {Record<string, string | number>} values
 */
export function fill(sentence, values) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ""));
}

/** @param {string | undefined} sentence */
export function tell(sentence, isBad = false) {
  one("#status").textContent = sentence ?? "";
  one("#status").classList.toggle("is-bad", isBad);
}

/**
 * What went wrong, in a sentence; nothing when the answer is as it should be.
 * @param {Answer} answer
 */
export function trouble(answer) {
  if (answer.status === 200) return "";
  return answer.status ? fill(say.refused, { n: answer.status }) : (say.silent ?? "");
}

/**
 * @param {string | undefined} address
 * @param {Record<string, string>} fields
 * @returns {Promise<Answer>} status 0 when nothing came back in time
 */
export async function post(address, fields) {
  note("→", Object.entries(fields).map(([name, value]) => `${name}=${value}`).join(" "));
  try {
    const answer = await fetch(address ?? "", {
      method: "POST",
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout(LONGEST_WAIT),
      redirect: "error",
    });
    const text = await answer.text();
    note("←", `${answer.status} ${text}`);
    return { status: answer.status, text };
  } catch {
    note("←", "…");
    return { status: 0, text: "" };
  }
}

/**
 * @param {"→" | "←"} arrow
 * @param {string} words
 */
function note(arrow, words) {
  const line = document.createElement("li");
  line.textContent = `${arrow} ${words}`;
  one("#wire").prepend(line);
  while (one("#wire").children.length > KEPT) one("#wire").lastElementChild?.remove();
}
