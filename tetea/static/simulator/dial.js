// @ts-check
// Dialling: one session after the other, each hop with everything typed so far, as providers do.

import { septets } from "./letters.js";
import { NETWORK, field, fill, newId, number, one, post, say, stamp, tell, trouble } from "./wire.js";

/** @typedef {import("./wire.js").Answer} Answer */
/** @typedef {{ id: string, typed: string[], hops: number, began: number, last: string }} Session */

const LONGEST_SCREEN = 160;
const PREFIX = /^(CON|END) /;

/** @type {Session | null} */
let session = null;
/** @type {Record<string, string> | null} */
let lastHop = null;

export const isTalking = () => session !== null;

/** Dial, or send what was typed as the next answer. */
export async function goOn() {
  const typed = field("#answer").value.trim();
  if (session && !typed) return;
  session ??= { id: newId("ATUid_"), typed: [], hops: 0, began: Date.now(), last: "" };
  if (typed) session.typed.push(typed);
  lastHop = {
    sessionId: session.id,
    phoneNumber: number(),
    networkCode: NETWORK,
    serviceCode: say.serviceCode ?? "",
    text: session.typed.join("*"),
  };
  const answer = await post(say.ussd, lastHop);
  session.hops += 1;
  session.last = answer.text;
  await show(answer);
}

/** @param {Answer} answer */
async function show(answer) {
  field("#answer").value = "";
  const prefix = answer.status === 200 ? PREFIX.exec(answer.text)?.[1] : undefined;
  if (!prefix) {
    await hangUp("Failed", trouble(answer) || say.noPrefix, true);
    return;
  }
  if (prefix === "END") await hangUp("Success", "");
  one("#screen").textContent = answer.text.slice(4);
  one("#screen").scrollTop = 0;
  measure(answer.text, prefix);
}

/**
 * @param {string} text
 * @param {string} prefix
 */
function measure(text, prefix) {
  const length = septets(text);
  const faults = [];
  if (length === null) faults.push(say.notPlain);
  if ((length ?? 0) > LONGEST_SCREEN) faults.push(say.tooLong);
  const counted = fill(say.length, { what: prefix, n: length ?? [...text].length });
  tell([counted, ...faults].join(" · "), faults.length > 0);
}

/**
 * End the session, if there is one, and tell the server as the phone company would.
 * @param {"Success" | "Incomplete" | "Failed"} status
 * @param {string | undefined} words
 */
export async function hangUp(status, words, isBad = false) {
  const over = session;
  session = null;
  if (words) {
    field("#answer").value = "";
    one("#screen").textContent = say.serviceCode ?? "";
    tell(words, isBad);
  }
  if (!over) return;
  await post(say.ussdEnd, {
    date: stamp(),
    sessionId: over.id,
    serviceCode: say.serviceCode ?? "",
    networkCode: NETWORK,
    phoneNumber: number(),
    status,
    cost: "KES 0.0000",
    durationInMillis: String(Date.now() - over.began),
    hopsCount: String(over.hops),
    input: over.typed.join("*"),
    lastAppResponse: over.last,
  });
}

/** Send the last hop once more, as an impatient gateway does, and say whether it changed anything. */
export async function sendAgain() {
  if (!lastHop) return tell(say.nothingYet);
  const before = one("#screen").textContent;
  const answer = await post(say.ussd, lastHop);
  const isSame = answer.status === 200 && answer.text.slice(4) === before;
  return tell(isSame ? say.same : trouble(answer) || say.other, !isSame);
}

/** A phone with another number knows nothing of the session before. */
export function forget() {
  [session, lastHop] = [null, null];
  one("#screen").textContent = say.serviceCode ?? "";
}
