// @ts-check
// Messages: what was sent from this phone, and what came back to its number.

import { parts } from "./letters.js";
import { NETWORK, field, fill, newId, number, one, post, say, stamp, tell, trouble } from "./wire.js";

/** @typedef {{ from: "you" | "them", text: string, at: string }} Message */

const TRY_LATER = 503;

/** @type {Record<string, string> | null} */
let last = null;
/** @type {Message[]} */
let sent = [];
/** @type {Message[]} */
let received = [];
let seen = 0;

export const isShown = () => !one("#messages").hidden;

/** Send what stands in the field. */
export async function send() {
  const area = field("#text");
  if (!area.value.trim()) return;
  last = {
    id: newId(""),
    from: number(),
    to: say.shortCode ?? "",
    text: area.value,
    date: stamp(),
    networkCode: NETWORK,
  };
  sent.push({ from: "you", text: area.value, at: new Date().toISOString() });
  area.value = "";
  count();
  draw();
  await deliver(last, say.sent);
}

/** Send the last one once more under the same id, as a provider does that missed our answer. */
export async function sendAgain() {
  if (last) await deliver(last, say.sentAgain);
  else tell(say.nothingYet);
}

/**
 * @param {Record<string, string>} message
 * @param {string | undefined} words
 */
async function deliver(message, words) {
  const answer = await post(say.sms, message);
  if (answer.status === 200) tell(words);
  else tell(answer.status === TRY_LATER ? say.tryLater : trouble(answer), true);
}

/** Ask which texts came to this number. */
export async function look() {
  const asked = number();
  const body = new URLSearchParams({ number: asked });
  const answer = await fetch(say.texts ?? "", { method: "POST", body }).catch(() => null);
  if (!answer?.ok || asked !== number()) return;
  const { texts } = await answer.json();
  if (texts.length !== received.length) {
    received = texts.map((/** @type {Message} */ text) => ({ ...text, from: "them" }));
    draw();
  }
  mark();
}

function draw() {
  const all = [...sent, ...received].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (!all.length) return;
  one("#thread").replaceChildren(...all.map(bubble));
  one("#thread").scrollTop = one("#thread").scrollHeight;
}

/** @param {Message} message */
function bubble(message) {
  const [item, head, words] = ["li", "b", "span"].map((name) => document.createElement(name));
  item.className = message.from;
  head.textContent = (message.from === "you" ? say.you : say.shortCode) ?? "";
  words.textContent = message.text;
  item.append(head, words);
  return item;
}

/** Show how many came that nobody has looked at. */
export function mark() {
  if (isShown()) {
    seen = received.length;
    one("#thread").scrollTop = one("#thread").scrollHeight;
  }
  one(".badge").hidden = received.length <= seen;
  one(".badge").textContent = String(received.length - seen);
}

/** Show what the text in the field will cost. */
export function count() {
  const text = field("#text").value;
  const sum = parts(text);
  one("#parts").textContent = text ? fill(say.parts, { n: sum.units, parts: sum.parts }) : "";
}

/** A phone with another number has other messages. */
export function forget() {
  [last, sent, received, seen] = [null, [], [], 0];
  one("#thread").replaceChildren();
}
