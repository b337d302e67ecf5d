import { codePointCount } from "../drafts/code-points.js";
import { isKept } from "../drafts/composer-draft.js";
import { MESSAGE_LIMIT } from "../limits.js";
import { counted } from "../session/words.js";

/** From so much on a paste does not go into the composer, but stands above it as a piece of its own. */
const LONG = 2000;
const MANY_LINES = 25;
/** Bytes of a file that is read at all: a message holds far less. */
export const LONGEST_FILE = 10_000_000;
/** Pieces of a message. */
export const MOST_PIECES = 20;

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

/**
 * @param {string[]} pieces
 * @returns {number} code points that they add to a message
 */
export function piecePoints(pieces) {
  return codePointCount(withPasted("", pieces)) + (pieces.length > 0 ? 2 : 0);
}

/** @param {string} piece */
export function pieceWords(piece) {
  const words = [`Pasted: ${counted(lines(piece), "line")}`];
  const over = codePointCount(piece) - MESSAGE_LIMIT;
  if (over > 0) words.push(`${counted(over, "character")} too long`);
  if (!isKept(piece)) words.push("lost when you reload");
  return words.join(" · ");
}

/** @param {string} text */
function lines(text) {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
