// @ts-check
// Small comforts of the desk: keys, ready answers, closing on time. Everything works without it.

/** @typedef {{ which: Record<string, string>, waits: boolean }} Going */

/** @type {Going} */
const going = { which: { n: "now", m: "mine", w: "waiting", a: "all", c: "closed" }, waits: false };
const ALIVE_EVERY = 4 * 60 * 1000;
const IDLE = 15 * 60 * 1000;

let lastTouch = Date.now();
let lastAlive = Date.now();
/** @type {number | undefined} */
let closing;

/** @param {string} selector */
const one = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

/** @param {1 | -1} step */
function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const at = rows.findIndex((row) => row.contains(document.activeElement) || row.matches(".is-at"));
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  for (const row of rows) row.classList.toggle("is-at", row === next);
  const link = next?.querySelector("a");
  if (link) link.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  next?.scrollIntoView({ block: "nearest" });
}

function focusFilter() {
  const field = one("[data-filter]");
  const around = field?.closest("details");
  if (around) around.open = true;
  field?.focus();
}

function lock() {
  const form = one("#lock");
  if (form instanceof HTMLFormElement) form.requestSubmit();
}

/** @type {Record<string, () => void>} */
const keys = {
  j: () => move(1),
  k: () => move(-1),
  "/": focusFilter,
  l: lock,
  L: lock,
  "?": () => one("[data-key='?']")?.click(),
};

document.addEventListener("keydown", (event) => {
  lastTouch = Date.now();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (going.waits) {
    going.waits = false;
    const link = one(`[data-go='${going.which[event.key] ?? ""}']`);
    if (link) link.click();
    return;
  }
  going.waits = event.key === "g";
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
document.addEventListener("pointerdown", () => { lastTouch = Date.now(); });

// A ready answer goes into the form at once; without this file the server puts it there.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-insert]") : null;
  const area = one("#reply");
  if (!(button instanceof HTMLElement) || !(area instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  area.value = [area.value.trim(), button.dataset.insert].filter(Boolean).join("\n\n");
  area.focus();
  countPages();
});

// An answer that is read on a phone's menu: how many pages it takes, as the server cuts them.
const TWO_PLACES = /[\^{}\\[~\]|€]/g;

/** @param {string} text */
const width = (text) => [...text].length + (text.match(TWO_PLACES) ?? []).length;

/** @param {string} text @param {number} room */
function pagesOf(text, room) {
  let pages = 1;
  let used = 0;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    let wide = width(word);
    if (used && used + 1 + wide <= room) {
      used += 1 + wide;
      continue;
    }
    if (used) pages += 1;
    for (; wide > room; wide -= room) pages += 1;
    used = wide;
  }
  return pages;
}

function countPages() {
  const area = one("#reply[data-room]");
  const place = one("[data-counted]");
  if (!(area instanceof HTMLTextAreaElement) || !place) return;
  const text = area.value.trim();
  const pages = pagesOf(text, Number(area.dataset.room));
  const words = (place.dataset.counted ?? "").replace("{letters}", String([...text].length));
  place.textContent = text ? words.replace("{pages}", String(pages)) : "";
}
document.addEventListener("input", countPages);

// Typing a day chooses "the day and hour below".
document.addEventListener("input", (event) => {
  if (!(event.target instanceof HTMLInputElement) || !event.target.dataset.chooses) return;
  const radio = event.target.form?.querySelector(`[name=quick][value=${event.target.dataset.chooses}]`);
  if (radio instanceof HTMLInputElement) radio.checked = true;
});

// An opened report leaves the screen after its fifteen minutes. What was typed and not sent goes
// along to the sealed page, which keeps it; it is never sent by itself.
function closeOnTime() {
  clearTimeout(closing);
  const open = one("[data-closes]");
  if (open) closing = setTimeout(() => sealNow(open), Number(open.dataset.closes) * 1000);
}

/** @param {HTMLElement} open */
function sealNow(open) {
  const form = open.querySelector("form[action$='/seal/']");
  if (!(form instanceof HTMLFormElement)) return;
  for (const field of open.querySelectorAll("[data-kept]")) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    if (!field.value.trim()) continue;
    const copy = document.createElement("textarea");
    copy.name = field.name;
    copy.value = field.value;
    copy.hidden = true;
    form.append(copy);
  }
  form.submit();
}

// Someone who types without sending is not idle; someone who went away leaves nothing on screen.
setInterval(() => {
  const form = one("#lock");
  if (!(form instanceof HTMLFormElement)) return;
  const over = form.dataset.over ?? "/";
  if (Date.now() - lastTouch > IDLE) {
    lock();
  } else if (lastTouch > lastAlive && Date.now() - lastAlive > ALIVE_EVERY) {
    lastAlive = Date.now();
    fetch(form.dataset.alive ?? "", { method: "POST", body: new FormData(form), redirect: "manual" })
      .then((answer) => { if (answer.status !== 204) location.replace(over); })
      .catch(() => undefined);
  }
}, 20 * 1000);

/** @param {string} words */
function say(words) {
  const place = one(".said");
  if (!place) return;
  const line = document.createElement("p");
  line.className = "fault";
  line.textContent = words;
  place.replaceChildren(line);
  line.scrollIntoView({ block: "nearest" });
}

for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(trouble, () => say(one("#page")?.dataset.trouble ?? ""));
}
// The library notes the address of the page; nothing of the desk may stay in the browser.
const forget = () => sessionStorage.clear();
document.addEventListener("htmx:afterSettle", () => {
  forget();
  one("[data-notice]")?.focus({ preventScroll: true });
  closeOnTime();
  countPages();
});
// A page that the browser kept in memory would show an opened report after the lock.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
closeOnTime();
countPages();
forget();
