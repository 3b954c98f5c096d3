// @ts-check
// What a text costs on a phone: its characters in the phones' own alphabet, and its parts.

// 3GPP TS 23.038. The server counts with kernel/dialogue/gsm7.py; this only shows.
const GSM7 =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const GSM7_TWICE = "^{}\\[~]|€\f";
const ONE_GSM7 = 160;
const PART_GSM7 = 153;
const ONE_UCS2 = 70;
const PART_UCS2 = 67;

/**
 * How many characters a text takes in the phones' alphabet; null when it has others.
 * @param {string} text
 */
export function septets(text) {
  let sum = 0;
  for (const character of text) {
    if (GSM7.includes(character)) sum += 1;
    else if (GSM7_TWICE.includes(character)) sum += 2;
    else return null;
  }
  return sum;
}

/**
 * How many characters are paid for, and in how many parts.
 * @param {string} text
 */
export function parts(text) {
  const plain = septets(text);
  const units = plain ?? text.length;
  const [single, part] = plain === null ? [ONE_UCS2, PART_UCS2] : [ONE_GSM7, PART_GSM7];
  return { units, parts: units <= single ? 1 : Math.ceil(units / part) };
}
