// @ts-check
// The demo's phone: its buttons, tabs and keys. What it says and hears is in simulator/.

import * as dial from "./simulator/dial.js";
import * as texts from "./simulator/texts.js";
import { field, number, one, say, tell } from "./simulator/wire.js";

const LOOK_EVERY = 2 * 1000;
const NUMBER = /^\+\d{9,15}$/;

let isBusy = false;

/**
 * One thing at a time: a phone waits for the answer before it sends the next step.
 * @param {() => Promise<unknown>} act
 */
async function doing(act) {
  if (isBusy) return;
  if (!NUMBER.test(number())) {
    tell(say.noNumber, true);
    field("#number").focus();
    return;
  }
  isBusy = true;
  one(".handset").setAttribute("aria-busy", "true");
  await act();
  one(".handset").removeAttribute("aria-busy");
  isBusy = false;
  dress();
}

/** Let the phone look like what it is doing: idle, talking, or at its messages. */
function dress() {
  const talks = dial.isTalking() ? "talking" : "idle";
  one(".handset").dataset.is = texts.isShown() ? "messages" : talks;
}

const call = () => doing(texts.isShown() ? texts.send : dial.goOn);
const end = () => doing(() => dial.hangUp("Incomplete", say.hungUp));
const drop = () => doing(() => dial.hangUp("Incomplete", say.dropped));
const again = () => doing(texts.isShown() ? texts.sendAgain : dial.sendAgain);

const typing = () => field(texts.isShown() ? "#text" : "#answer");

/** @param {string} key */
function press(key) {
  if (!texts.isShown() && !dial.isTalking()) return;
  typing().value += key;
  texts.count();
}

function clearOne() {
  typing().value = typing().value.slice(0, -1);
  texts.count();
}

/** @param {HTMLElement} tab */
function turnTo(tab) {
  for (const each of document.querySelectorAll("[role=tab]")) {
    const isIt = each === tab;
    each.setAttribute("aria-selected", String(isIt));
    each.setAttribute("tabindex", isIt ? "0" : "-1");
    one(`#${each.getAttribute("aria-controls")}`).hidden = !isIt;
  }
  texts.mark();
  dress();
}

/** @type {Record<string, () => unknown>} */
const keys = { Enter: call, Backspace: clearOne };

document.addEventListener("keydown", (event) => {
  const on = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    end();
  } else if (on.matches("[role=tab]") && /^Arrow(Left|Right)$/.test(event.key)) {
    const other = one("[role=tab][aria-selected=false]");
    turnTo(other);
    other.focus();
  } else if (!on.matches("input, textarea")) {
    typeAnywhere(event, on);
  }
});

/**
 * A phone has no field to click into first: digits go to the screen wherever the focus is.
 * @param {KeyboardEvent} event
 * @param {Element} on
 */
function typeAnywhere(event, on) {
  const act = keys[event.key];
  if (/^[0-9*#]$/.test(event.key)) press(event.key);
  else if (act && !(event.key === "Enter" && on.matches("button, a, summary"))) act();
  else return;
  event.preventDefault();
}

document.addEventListener("click", (event) => {
  const key = event.target instanceof Element ? event.target.closest("[data-key]") : null;
  if (key instanceof HTMLElement) press(key.dataset.key ?? "");
});

for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => turnTo(/** @type {HTMLElement} */ (tab)));
}
one("#call").addEventListener("click", call);
one("#clear").addEventListener("click", clearOne);
one("#end").addEventListener("click", end);
one("#drop").addEventListener("click", drop);
one("#again").addEventListener("click", again);
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.id !== "number-form") call();
  });
}
field("#text").addEventListener("input", texts.count);
field("#number").addEventListener("change", () => {
  dial.forget();
  texts.forget();
  tell(say.idle);
  dress();
  texts.look();
});

one(".bench").hidden = false;
dress();
texts.look();
setInterval(() => { if (!document.hidden) texts.look(); }, LOOK_EVERY);
