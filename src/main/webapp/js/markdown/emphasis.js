import { after, before, hasPrefixes, isPunctuation, isSpace, isUnspaced } from "./scripts.js";

/**
 * Marks of emphasis and the text between them: `size` marks at the beginning, as many before `end`.
 *
 * @typedef {{end: number, size: 1 | 2, mark: string}} Emphasis
 * @typedef {{mark: string, at: number, length: number, left: number, opens: boolean, closes: boolean}} Run
 */

const ASCII_WORD = /[A-Za-z\p{Nd}]/u;
const DIGIT = /\p{Nd}/u;

/**
 * Finds emphasis (`*`, `_`) and what is struck out (`~~`) as CommonMark 0.31.2, section 6.2, and GFM do, in one pass.
 * It differs where those rules change what was meant (docs/decisions/0150): beside characters of a writing system without
 * blanks, punctuation counts as letters do; and marks that calculate (`2*3`, `count(*)`, `1~3`) are no marks.
 *
 * @param {string} text what belongs together (code, links, formulas) replaced by letters
 * @returns {{emphases: Map<number, Emphasis>, open: Run[]}} by their beginning; and the runs that nothing has closed
 */
export function emphasesOf(text) {
  /** @type {Map<number, Emphasis>} */
  const emphases = new Map();
  /** @type {Run[]} */
  const open = [];
  /** Below this height of `open` nothing fits: what is sought in vain once is not sought again. */
  const bottoms = new Map();
  for (const run of runsOf(text)) {
    while (run.closes && run.left > 0) {
      const kind = `${run.mark}${run.opens}${run.length % 3}`;
      const at = openerOf(run, open, Math.min(bottoms.get(kind) ?? 0, open.length));
      if (at < 0) {
        bottoms.set(kind, open.length);
        break;
      }
      open.length = at + 1;
      match(open[at], run, emphases);
      if (open[at].left === 0) open.pop();
    }
    if (run.opens && run.left > 0) open.push(run);
  }
  return { emphases, open };
}

/**
 * @param {Run} closer
 * @param {Run[]} open
 * @param {number} bottom
 */
function openerOf(closer, open, bottom) {
  for (let at = open.length - 1; at >= bottom; at--) {
    const opener = open[at];
    if (opener.mark !== closer.mark) continue;
    // "If one of the delimiters can both open and close, the sum of the lengths must not be a multiple of 3 …"
    const either = opener.closes || closer.opens;
    const misfit = either && (opener.length + closer.length) % 3 === 0 && (opener.length % 3 !== 0 || closer.length % 3 !== 0);
    if (closer.mark === "~" || !misfit) return at;
  }
  return -1;
}

/**
 * @param {Run} opener
 * @param {Run} closer
 * @param {Map<number, Emphasis>} emphases
 */
function match(opener, closer, emphases) {
  const size = opener.left >= 2 && closer.left >= 2 ? 2 : 1;
  opener.left -= size;
  closer.left -= size;
  emphases.set(opener.at + opener.left, { end: closer.at + closer.length - closer.left, size, mark: opener.mark });
}

/**
 * @param {string} text
 * @returns {Run[]}
 */
function runsOf(text) {
  const runs = [];
  for (const { 0: marks, index: at } of text.matchAll(/\*+|_+|~+/g)) {
    if (marks[0] === "~" && marks.length !== 2) continue;
    const end = at + marks.length;
    const alone = /(?:^|[^A-Za-z\p{Nd}])[A-Za-z]$/u.test(text.slice(Math.max(0, at - 3), at));
    const { opens, closes } = flanking(marks, { left: before(text, at), right: after(text, end), alone });
    if (marks === "*" && /^\.\w/.test(text.slice(end, end + 2))) continue; // *.txt
    if (opens || closes) runs.push({ mark: marks[0], at, length: marks.length, left: marks.length, opens, closes });
  }
  return runs;
}

/**
 * @param {string} marks
 * @param {{left: string, right: string, alone: boolean}} sides alone: the character on the left is a word of its own
 */
function flanking(marks, { left, right, alone }) {
  const opening = flanks(right, left);
  const closing = flanks(left, right);
  if (marks[0] === "_") {
    return { opens: opening && (!closing || isPunctuation(left)), closes: closing && (!opening || isPunctuation(right)) };
  }
  const joins = marks.length === 1 && /[)\]}]/.test(left) && /[([{]/.test(right); // (a)*(b)
  const within = ASCII_WORD.test(left) && ASCII_WORD.test(right);
  const digits = within && DIGIT.test(left) && DIGIT.test(right);
  const calculates = marks[0] === "~" ? digits : within && (DIGIT.test(left) || DIGIT.test(right) || (marks.length === 1 && alone));
  return {
    opens: opening && !joins && !calculates && !/[)\]}]/.test(right),
    closes: closing && !joins && !(marks.length === 1 ? calculates : digits) && !/[([{]/.test(left),
  };
}

/**
 * @param {string} inner the character on the side that would be emphasised
 * @param {string} outer the one on the other side
 */
function flanks(inner, outer) {
  if (isSpace(inner)) return false;
  if (!isPunctuation(inner) || isUnspaced(inner)) return true;
  return isSpace(outer) || isPunctuation(outer) || isUnspaced(outer) || hasPrefixes(outer);
}
