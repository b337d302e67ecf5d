import { emphasesOf } from "./emphasis.js";
import { withoutFormulas } from "./grammar.js";
import { before, isSpace, isUnspaced } from "./scripts.js";

/**
 * What is shown of a block that is being written. Only for the eye: the text itself is never changed. Two rules
 * (docs/decisions/0151), which src/test/js/markdown-table.test.js checks for every prefix of its texts:
 *
 * What the last characters mean is left open while the next one can change it (`1.` may become `1.5`, a line of `-` a
 * list, `*a*` may become `*a**b**`): until then they are shown as they were written.
 *
 * What is practically certain to be closed is shown as if it were: `**Bo` is bold, "`co" is code, `[text](https://exa` is
 * its text. Everything else is shown as it was written: `[0, 1)`, `count(*)`, `**kwargs`.
 *
 * @param {string} text the block
 * @param {string} kind of its token
 */
export function repaired(text, kind) {
  if (!/^(?:paragraph|text|heading|list|blockquote|table|hr|def)$/.test(kind) || isFenced(text)) return text;
  const decided = withoutMarkOfLastLine(text, kind);
  const start = leafStart(decided, kind);
  return decided.slice(0, start) + repairedInline(decided.slice(start));
}

/** What stands before the text of a line in lists and quotes. */
const CONTAINERS = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]+\S)))*[ \t]*/;
const FENCE = /^(?:`{3,}(?=[^`]*$)|~{3,})/;

/** @param {string} text whether it ends within a block of code, of a list or a quote */
function isFenced(text) {
  let fence = "";
  for (const line of text.split("\n")) {
    const [mark] = FENCE.exec(line.replace(CONTAINERS, "")) ?? [""];
    if (fence === "") fence = mark;
    else if (mark.startsWith(fence)) fence = "";
  }
  return fence !== "";
}

/**
 * A last line that is only the mark of a block makes none yet.
 *
 * @param {string} text
 * @param {string} kind
 */
function withoutMarkOfLastLine(text, kind) {
  const from = text.lastIndexOf("\n") + 1;
  const at = from + (CONTAINERS.exec(text.slice(from))?.[0].length ?? 0);
  const rest = text.slice(at);
  const indented = kind !== "list" || /^(?: {2}|[ \t]*\t)/.test(text.slice(from));
  const first = text.indexOf("\n") < 0 || kind === "hr";
  if (/^(?:=+[ \t]*|(?:-[ \t]*){2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(rest) || (/^-[ \t]*$/.test(rest) && !first && indented)) return text.slice(0, at) + literal(rest);
  if (/^\d{1,9}[.)]$/.test(rest)) return `${text.slice(0, -1)}\\${text.slice(-1)}`;
  const rule = kind === "table" && text.indexOf("\n") === from - 1;
  return rest !== "" && (rule || /^\[[^\]]+\]:/.test(rest)) ? `${text.slice(0, at)}\\${rest}` : text;
}

/** @param {string} text */
function literal(text) {
  return text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

/**
 * Where the text begins whose emphasis belongs together: a paragraph, an item's, a cell's.
 *
 * @param {string} text
 * @param {string} kind
 */
function leafStart(text, kind) {
  for (let end = text.length; ; ) {
    const from = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(from, end);
    if (kind === "table" || /^[ \t]*\|/.test(line)) return from + Math.max(0, line.replace(/\\./g, "  ").lastIndexOf("|") + 1);
    const [marks] = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))*[ \t]*(?:#{1,6}(?=[ \t]))?/.exec(line) ?? [""];
    if (FENCE.test(line.slice(marks.length))) return end;
    if (/[^\s>]/.test(marks)) return from + marks.length;
    if (line.slice(marks.length).trim() === "" && end < text.length) return end;
    if (from === 0) return 0;
    end = from - 1;
  }
}

/** @param {string} text */
function repairedInline(text) {
  const shown = withoutHalfLink(withoutMailAtEnd(text));
  const { masked, open, last } = codeIn(shown);
  if (open && isSureCode(shown, open)) {
    const code = (shown.endsWith("`") ? " " : "") + open.ticks;
    const head = emphasised(shown.slice(0, open.at), masked.slice(0, open.at), "`");
    return head.text + shown.slice(open.at) + code + head.marks;
  }
  if (last && last.end === shown.length && !isSureCode(shown, last)) return shown.slice(0, last.at) + literal(shown.slice(last.at));
  const tag = halfTag(shown);
  if (tag >= 0 && masked[tag] === "<") return emphasised(shown.slice(0, tag), masked.slice(0, tag), "<").text + literal(shown.slice(tag));
  const { text: whole, marks } = emphasised(shown, masked, "");
  return marks ? closed(whole, marks) : whole;
}

/**
 * @param {string} text
 * @param {string} masked
 * @param {string} next what follows
 * @returns {{text: string, marks: string}} the text without what is undecided at its end, and the marks that close what is certain
 */
function emphasised(text, masked, next) {
  const [tail] = next === "" ? (/(?:\*+|_+|~+|\$+)$/.exec(masked) ?? [""]) : [""];
  const head = text.slice(0, text.length - tail.length);
  const { open } = emphasesOf(withoutFormulas(masked.slice(0, head.length), head) + next);
  const bold = open.findIndex((run) => isBold(run) && isSureBold(head + next, run));
  if (bold < 0) return { text: head + literal(tail), marks: "" };
  let shown = "";
  let from = 0;
  for (const { at, length } of open.slice(bold + 1)) {
    shown += head.slice(from, at) + literal(head.slice(at, at + length));
    from = at + length;
  }
  return { text: shown + head.slice(from) + (tail.startsWith("*") ? "" : literal(tail)), marks: "*".repeat(open[bold].left) };
}

/** @param {import("./emphasis.js").Run} run of which nothing is closed, or of `***` the inner two */
function isBold({ mark, length, left }) {
  return mark === "*" && length > 1 && (left === length || length === 3);
}

/**
 * Marks close nothing behind a blank, a bracket or a backslash.
 *
 * @param {string} text
 * @param {string} marks
 */
function closed(text, marks) {
  const [rest] = /[\s([{]*$/.exec(text) ?? [""];
  const head = text.slice(0, text.length - rest.length);
  const escape = (/\\*$/.exec(head)?.[0].length ?? 0) % 2 === 1 ? "\\" : "";
  return head + escape + marks + rest;
}

/**
 * Bold text of models begins with a capital letter, with a letter of a writing system without capitals, or with a sign;
 * `**kwargs` and `2 **3` do not.
 *
 * @param {string} text
 * @param {{at: number, length: number}} run
 */
function isSureBold(text, { at, length }) {
  const left = before(text, at);
  if (length > 3 || !(isSpace(left) || isUnspaced(left) || /[\p{Pi}\p{Pd}"'>|[]/u.test(left))) return false;
  const rest = text.slice(at + length, at + length + 2);
  return /^(?:[\p{Lu}\p{Lt}\p{Lo}\p{Pi}"`[「『（【《〈]|\p{Extended_Pictographic})/u.test(rest) && !/^[*#]/.test(rest) || (at === 0 && /^\d/.test(rest));
}

/**
 * @param {string} text
 * @param {{at: number, ticks: string}} run
 */
function isSureCode(text, { at, ticks }) {
  const left = before(text, at);
  const inner = text.slice(at + ticks.length);
  return /^[^\s`]/.test(inner) && !/\n[ \t]*\n|[^]{200}/.test(inner) && (isSpace(left) || isUnspaced(left) || /[([{"'“‘*_~|/:=,>\p{Pd}]/u.test(left));
}

/**
 * Hides escapes and code, as marked does.
 *
 * @param {string} text
 * @returns {{masked: string, open?: {at: number, ticks: string}, last?: {at: number, ticks: string, end: number}}} with
 *     the first backticks that nothing closes, and the last code
 */
function codeIn(text) {
  const escaped = text.replace(/\\[!-/:-@[-`{-~]/g, (pair) => (pair === "\\`" ? pair : "++"));
  /** @type {Map<number, number[]>} places of backticks by their number, the last first */
  const places = new Map();
  for (const { 0: ticks, index } of [...escaped.matchAll(/`+/g)].reverse()) {
    const same = places.get(ticks.length);
    if (same) same.push(index);
    else places.set(ticks.length, [index]);
  }
  return hidden(escaped, places);
}

/**
 * @param {string} text
 * @param {Map<number, number[]>} places
 */
function hidden(text, places) {
  let masked = "";
  let from = 0;
  let open;
  let last;
  for (const { 0: ticks, index: at } of text.matchAll(/`+/g)) {
    if (at < from || text[at - 1] === "\\") continue;
    const later = places.get(ticks.length) ?? [];
    while (later.length > 0 && later[later.length - 1] <= at) later.pop();
    const closing = later.at(-1);
    if (closing === undefined) {
      open ??= { at, ticks };
      continue;
    }
    const end = closing + ticks.length;
    last = { at, ticks, end };
    masked += text.slice(from, at) + "a".repeat(end - at);
    from = end;
  }
  return { masked: masked + text.slice(from), open, last };
}

/** @param {string} text in which an address of mail may not be whole */
function withoutMailAtEnd(text) {
  return text.replace(/(?<=[\w.+-])@(?=[\w.-]*$)/, "\\@");
}

/**
 * `[text](https://exam` shows as `text`, an image as what it says of itself.
 *
 * @param {string} text
 */
function withoutHalfLink(text) {
  const { masked } = codeIn(text);
  const at = masked.lastIndexOf("](");
  if (at < 0 || !/^\]\(<?(?:https?:\/\/|mailto:|\/docs\/)[^\s)]*(?:\s+(?:["'(][^"')]*["')]?)?)?$/i.test(masked.slice(at))) return text;
  const from = masked.lastIndexOf("[", at - 1);
  if (from < 0 || masked.slice(from + 1, at).includes("]")) return text;
  return text.slice(0, text[from - 1] === "!" ? from - 1 : from) + text.slice(from + 1, at);
}

/**
 * A tag with an attribute is shown as text when it is whole, and until then, too.
 *
 * @param {string} text
 * @returns {number} where it begins, or -1
 */
function halfTag(text) {
  const at = text.lastIndexOf("<");
  const half = /^<[a-z][\w-]*(?:\s+[\w:-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s+[\w:-]+=(?:"[^"]*|'[^']*)["']?\s*$/i;
  return at >= 0 && half.test(text.slice(at)) ? at : -1;
}
