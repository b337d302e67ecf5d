/** What reorders the text around it: embeddings, overrides and isolates ("Trojan Source", CVE-2021-42574). */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/g;
/** Marks beyond eight on one character only deface the page. */
const HEAPED_MARKS = /([\p{Mn}\p{Me}]{8})[\p{Mn}\p{Me}]+/gu;

/**
 * Text as the wire counts it: an array of Unicode code points, normalised to NFC. What the server would take out or
 * replace (a lone surrogate, which a text area can hold for a moment, becomes U+FFFD) is taken out here, so that both
 * sides count alike.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function codePoints(text) {
  const harmless = text.toWellFormed().replace(REORDERING, "").normalize("NFC");
  return Array.from(harmless.replace(HEAPED_MARKS, "$1"));
}

/** @param {string} text */
export function codePointCount(text) {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
