import { addressAt, nextAddress } from "./addresses.js";

/**
 * What a person typed, in parts: text as it was typed, addresses in it, and blocks of code between two lines of
 * backticks. Nothing else of Markdown is read here (docs/decisions/0152): what people type is not written for it, and
 * their drafts are seen while they are typed.
 *
 * @typedef {{text: string, href?: string, code?: true}} Piece `href` where it is an address, `code` between backticks in a
 *   text that is written from right to left, where code would be reordered
 * @typedef {{pieces: Piece[]} | {code: string, language: string}} Part
 */

/** Beyond these a message is text: each costs the page elements. */
const MOST_ADDRESSES = 500;
const MOST_BLOCKS = 200;
const MOST_CODES = 500;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** Backticks and what they enclose on their line, which holds no other backticks. */
const CODE = /(?<!`)(`+)(?!`)[^`\n]+\1(?!`)/g;

/**
 * @param {string} text
 * @returns {Part[]}
 */
export function typedParts(text) {
  /** @type {Part[]} */
  const parts = [];
  let addresses = MOST_ADDRESSES;
  let codes = RIGHT_TO_LEFT.test(text) ? MOST_CODES : 0;
  /** @param {string} typed */
  const add = (typed) => {
    if (typed === "") return;
    const pieces = piecesOf(typed, addresses).flatMap((piece) => {
      if (piece.href || codes <= 0) return [piece];
      const apart = codesApart(piece.text, codes);
      codes -= apart.filter(({ code }) => code).length;
      return apart;
    });
    addresses -= pieces.filter(({ href }) => href).length;
    parts.push({ pieces });
  };
  let from = 0;
  for (const { start, end, code, language } of codeIn(text)) {
    add(text.slice(from, start).replace(/\n$/, ""));
    parts.push({ code, language });
    from = end;
  }
  add(text.slice(from));
  return parts;
}

/**
 * @param {string} text
 * @returns {{start: number, end: number, code: string, language: string}[]}
 */
function codeIn(text) {
  const found = [];
  const fences = [...text.matchAll(/^(`{3,})([^`\n]*)(?:\n|$)/gm)];
  /** Longer ones are closed by none of the rest. */
  let hopeless = Infinity;
  let from = 0;
  for (const [index, { 0: line, 1: ticks, 2: language, index: start }] of fences.entries()) {
    if (start < from || ticks.length >= hopeless || found.length >= MOST_BLOCKS) continue;
    const closing = fences.slice(index + 1).find(([, others, rest]) => others.length >= ticks.length && rest.trim() === "");
    if (!closing) {
      hopeless = ticks.length;
      continue;
    }
    from = closing.index + closing[0].length;
    const code = text.slice(start + line.length, closing.index).replace(/\n$/, "");
    found.push({ start, end: from, code, language: language.trim().split(/\s+/)[0] });
  }
  return found;
}

/**
 * @param {string} text
 * @param {number} most addresses
 * @returns {Piece[]}
 */
function piecesOf(text, most) {
  /** @type {Piece[]} */
  const pieces = [];
  let from = 0;
  for (let at = 0, count = 0; count < most && (at = nextAddress(text, at)) >= 0; ) {
    const address = addressAt(text, at);
    at += address?.text.length ?? 1;
    if (!address) continue;
    const before = text.slice(from, at - address.text.length);
    if (before) pieces.push({ text: before });
    pieces.push(address);
    from = at;
    count++;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/**
 * @param {string} text
 * @param {number} most codes
 * @returns {Piece[]}
 */
function codesApart(text, most) {
  /** @type {Piece[]} */
  const pieces = [];
  let from = 0;
  for (const { 0: code, index } of [...text.matchAll(CODE)].slice(0, most)) {
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push({ text: code, code: true });
    from = index + code.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
