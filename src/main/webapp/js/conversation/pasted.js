/** From so much on a paste does not go into the composer, but stands above it as a piece of its own. */
const LONG = 2000;
const MANY_LINES = 25;

/** @param {string} text that is pasted */
export function isLarge(text) {
  return text.length >= LONG || text.split("\n").length >= MANY_LINES;
}

/**
 * A message with what was pasted to it, each piece as a block that Markdown leaves as it is.
 *
 * @param {string} text
 * @param {string[]} pieces
 */
export function withPasted(text, pieces) {
  return [text, ...pieces.map(fenced)].filter(Boolean).join("\n\n");
}

/** @param {string} piece */
function fenced(piece) {
  const longest = Math.max(2, ...[...piece.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${piece.replace(/\n$/, "")}\n${fence}`;
}
