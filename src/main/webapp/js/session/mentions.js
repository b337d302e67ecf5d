import { skeletonOf } from "./lookalikes.js";

/** Each `@` costs some look-ups. Beyond these a message is text. */
const MOST = 50;
/** UTF-16 units after the `@`. */
const LONGEST = 200;

/** Scripts without spaces: their characters end a name as a space does. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;
const WORD = /^[\p{L}\p{M}\p{N}_]$/u;
const MARK = /^\p{M}$/u;
const AT = /^[@＠]$/u;

/**
 * Names that can be mentioned, with what each stands for. Of names that look the same, the one that is written exactly so
 * counts, or else the one that was added first.
 *
 * @template T
 */
export class Names {
  /** @type {Map<string, {folded: string, value: T}[]>} */
  #bySkeleton = new Map();

  /**
   * @param {string} name
   * @param {T} value
   * @returns {this}
   */
  add(name, value) {
    const folded = fold(name);
    if (folded === "") return this;
    const skeleton = skeletonOf(folded);
    const alike = this.#bySkeleton.get(skeleton);
    if (alike) alike.push({ folded, value });
    else this.#bySkeleton.set(skeleton, [{ folded, value }]);
    return this;
  }

  /**
   * @param {string} name
   * @returns {T | undefined}
   */
  find(name) {
    const folded = fold(name);
    const alike = this.#bySkeleton.get(skeletonOf(folded));
    return (alike?.find((one) => one.folded === folded) ?? alike?.[0])?.value;
  }
}

/**
 * What a text mentions, in its order. The rules are those of the server (conversation.Mentions); both are tested with
 * mentions-table.json.
 *
 * @template T
 * @param {string} text
 * @param {Names<T>} names
 * @returns {T[]}
 */
export function mentionsIn(text, names) {
  if (!/[@＠]/.test(text)) return [];
  const prose = proseOf(text);
  const found = [];
  let looked = 0;
  for (let at = 0; at < prose.length && looked < MOST; at++) {
    if (!beginsAt(prose, at)) continue;
    looked++;
    const named = longest(prose, at + 1, names);
    if (named !== undefined) found.push(named);
  }
  return found;
}

/**
 * Whether a mention may begin here.
 *
 * @param {string} prose
 * @param {number} at
 */
export function beginsAt(prose, at) {
  if (!AT.test(prose[at] ?? "")) return false;
  const before = pointBefore(prose, at);
  return before === "" || !(isWord(before) || AT.test(before) || before === "/" || before === "+");
}

/**
 * @template T
 * @param {string} prose
 * @param {number} from
 * @param {Names<T>} names
 * @returns {T | undefined}
 */
function longest(prose, from, names) {
  if (/^\s/.test(prose.slice(from, from + 1))) return undefined;
  const line = prose.indexOf("\n", from);
  const most = Math.min(line < 0 ? prose.length : line, from + LONGEST);
  for (let end = most; end > from; end--) {
    const named = endsAt(prose, end) ? names.find(prose.slice(from, end)) : undefined;
    if (named !== undefined) return named;
  }
  return undefined;
}

/**
 * Whether a name may end here.
 *
 * @param {string} prose
 * @param {number} end
 */
function endsAt(prose, end) {
  if (/\s$/.test(prose[end - 1]) || isWithinPair(prose, end)) return false;
  const next = pointAt(prose, end);
  if (next === "") return true;
  if (MARK.test(next) || isWord(next) || AT.test(next)) return false;
  let after = end;
  while (after < prose.length && "-./:".includes(prose[after])) after++;
  return after === end || !isWord(pointAt(prose, after));
}

/**
 * @param {string} text
 * @param {number} at
 */
function isWithinPair(text, at) {
  return /^[\udc00-\udfff]/.test(text.slice(at, at + 1)) && /[\ud800-\udbff]$/.test(text.slice(at - 1, at));
}

/** @param {string} point */
function isWord(point) {
  return WORD.test(point) && !UNSPACED.test(point);
}

/**
 * @param {string} text
 * @param {number} at
 */
function pointAt(text, at) {
  return at < text.length ? String.fromCodePoint(/** @type {number} */ (text.codePointAt(at))) : "";
}

/**
 * @param {string} text
 * @param {number} at
 */
function pointBefore(text, at) {
  return Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? "";
}

/** @param {string} name */
export function fold(name) {
  const lower = name.toLowerCase().normalize("NFKC").toLowerCase();
  return lower.replace(/\p{Default_Ignorable_Code_Point}/gu, "").replace(/\s+/g, " ").trim();
}

/**
 * The text with blanks in the place of code and quoted lines.
 *
 * @param {string} text
 */
export function proseOf(text) {
  const lines = text.split("\n");
  const closing = closings(lines);
  for (let i = 0; i < lines.length; i++) {
    const end = closing[i];
    if (end > i) {
      for (; i < end; i++) lines[i] = blank(lines[i]);
      lines[i] = blank(lines[i]);
    } else {
      lines[i] = lines[i].startsWith(">") ? blank(lines[i]) : withoutCode(lines[i]);
    }
  }
  return lines.join("\n");
}

/** @param {string} line */
function blank(line) {
  return " ".repeat(line.length);
}

/**
 * For each line that could open a block of code, the line that closes it; otherwise 0.
 *
 * @param {string[]} lines
 */
function closings(lines) {
  const closing = new Array(lines.length).fill(0);
  /** Lines that can close, the nearest first: each has more backticks than those before it. @type {{line: number, length: number}[]} */
  let nearest = [];
  for (let i = lines.length - 1; i >= 0; i--) {
    const length = ticks(lines[i], 0);
    if (length < 3 || lines[i].includes("`", length)) continue;
    closing[i] = nearest.find((other) => other.length >= length)?.line ?? 0;
    if (lines[i].slice(length).trim() === "") nearest = [{ line: i, length }, ...nearest.filter((other) => other.length > length)];
  }
  return closing;
}

/**
 * @param {string} text
 * @param {number} from
 */
function ticks(text, from) {
  let end = from;
  while (text[end] === "`") end++;
  return end - from;
}

/** @param {string} line */
function withoutCode(line) {
  let kept = line;
  /** @type {Set<number>} */
  const hopeless = new Set();
  for (let at = line.indexOf("`"); at >= 0; at = line.indexOf("`", at)) {
    const length = ticks(line, at);
    const end = hopeless.has(length) ? -1 : closingRun(line, at + length, length);
    if (end < 0) {
      hopeless.add(length);
      at += length;
    } else {
      kept = kept.slice(0, at) + " ".repeat(end - at) + kept.slice(end);
      at = end;
    }
  }
  return kept;
}

/**
 * Where the run of so many backticks ends that closes another one.
 *
 * @param {string} line
 * @param {number} from
 * @param {number} length
 */
function closingRun(line, from, length) {
  for (let at = line.indexOf("`", from); at >= 0; ) {
    const run = ticks(line, at);
    if (run === length) return at + run;
    at = line.indexOf("`", at + run);
  }
  return -1;
}
