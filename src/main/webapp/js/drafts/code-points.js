/**
 * Text as the wire counts it: an array of Unicode code points, normalised to NFC. A lone surrogate, which a text area can
 * hold for a moment, becomes U+FFFD as it would on the server, so that both sides count alike.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function codePoints(text) {
  return Array.from(text.toWellFormed().normalize("NFC"));
}
