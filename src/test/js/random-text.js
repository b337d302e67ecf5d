/** Small reproducible random numbers (mulberry32). @param {number} seed */
export function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Emoji with joiners, combining marks, right-to-left, characters beyond the BMP, newlines. */
const PIECES = ["a", "bc ", "\n", "é", "e\u0301", "👍🏽", "👩‍👩‍👧", "مرحبا", "שלום", "𝒳", "한국", "ﷺ", "\t", "0", "ñ"];

/** @param {() => number} random */
export function randomPiece(random) {
  return PIECES[Math.floor(random() * PIECES.length)];
}

/**
 * @param {string} text
 * @param {() => number} random
 */
export function randomEdit(text, random) {
  const points = Array.from(text);
  const at = Math.floor(random() * (points.length + 1));
  const erased = random() < 0.4 ? Math.floor(random() * 6) : 0;
  const inserted = random() < 0.8 ? randomPiece(random) : "";
  points.splice(at, erased, inserted);
  return points.join("");
}
