/** How many participant colours css/tokens.css has. */
export const COLOURS = 12;

/**
 * The same participant has the same colour on every page, for everybody.
 *
 * @param {string} participantId
 * @returns {number} 0 to 11
 */
export function colourOf(participantId) {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits
  for (let i = 0; i < participantId.length; i++) {
    hash = Math.imul(hash ^ participantId.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % COLOURS;
}

/**
 * @param {string} name
 * @returns {string} what stands in the participant's circle
 */
export function initialOf(name) {
  const first = Array.from(name.trim())[0];
  return first ? first.toUpperCase() : "?";
}
