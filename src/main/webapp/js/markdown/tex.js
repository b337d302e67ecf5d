import { isUnspaced } from "./scripts.js";

/**
 * Formulas in Markdown, as models write them: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`. A dollar sign opens a formula as in
 * Pandoc: nothing blank after it, nothing blank before the closing one. Prices, variables of a shell and prose between
 * two dollar signs stay text (docs/decisions/0150).
 */
const INLINE = [
  { whole: /^\\\(([\s\S]+?)\\\)/, display: false },
  { whole: /^\\\[([\s\S]+?)\\\]/, display: true },
  { whole: /^\$\$(?!\$)([^$]+?)\$\$(?!\$)/, display: true },
  // An ordinal or plural may follow, `$n$th`, and nothing else that a name or a number goes on with.
  { whole: /^\$(?![\s$])((?:\\[\s\S]|[^\\$\n])+?)(?<!\s)\$(?![\p{Nd}_{($]|(?!(?:st|nd|rd|th|s)(?![A-Za-z]))[A-Za-z])/u, display: false },
];

/** Words of TeX that stand without a backslash in what models write. */
const OPERATORS = new Set("sin cos tan cot sec csc log ln exp lim max min sup inf det dim gcd lcm mod arg deg ker Pr".split(" "));

/**
 * @param {string} text
 * @param {string} before the character before it
 * @returns {{raw: string, tex: string, display: boolean} | undefined} the formula that it begins with
 */
export function formulaAt(text, before) {
  if (!/^(?:\$|\\[([])/.test(text) || (/[\p{L}\p{N}\\$_]/u.test(before) && !isUnspaced(before))) return undefined;
  for (const { whole, display } of INLINE) {
    const found = whole.exec(text);
    if (found && isFormula(found[1], found[0].startsWith("$"), display)) return { raw: found[0], tex: found[1].trim(), display };
  }
  return undefined;
}

/**
 * @param {string} tex
 * @param {boolean} dollars between dollar signs, which also stand for money and variables
 * @param {boolean} display between two of them, which also stand for a process
 */
function isFormula(tex, dollars, display) {
  if (!/[\p{L}\p{N}]/u.test(tex)) return false;
  const bare = tex.replace(/\\(?:text|mathrm|operatorname|mbox|textbf|textit)\s*\{[^}]*\}|\\[A-Za-z]+|\\./g, " ");
  if (/(?<![\p{L}\p{M}])(\p{L}{2,}) +(\p{L}{2,})(?![\p{L}\p{M}])/u.test(withoutOperators(bare))) return false; // prose
  if (!dollars) return true;
  if (tex.replace(/[^([{]/g, "").length !== tex.replace(/[^)\]}]/g, "").length) return false; // $(document).ready($)
  const word = /\p{L}{2}/u.test(withoutOperators(bare));
  if (withoutOperators(tex).trim() === "" || (display && word && !/[\\^_={}+*/<>|]/.test(tex))) return false;
  if (/^[,;:!?)\]}|/"'.]|[:/"']$/.test(tex)) return false; // $PATH:$HOME
  return !/^[\d.,]+[^\d.,]/.test(tex) || !(word || /[^\p{ASCII}\p{Sm}\s]/u.test(bare)); // $5, get 10$
}

/** @param {string} tex */
function withoutOperators(tex) {
  return tex.replace(/[A-Za-z]+/g, (word) => (OPERATORS.has(word) ? " " : word));
}

/** @type {import("../../vendor/marked/marked.esm.js").TokenizerExtension & import("../../vendor/marked/marked.esm.js").RendererExtension} */
export const inlineTex = {
  name: "inlineTex",
  level: "inline",
  start: (source) => {
    const at = source.search(/\$|\\[([]/);
    return at < 0 ? undefined : at;
  },
  tokenizer: (source, tokens) => {
    const found = formulaAt(source, tokens.at(-1)?.raw.at(-1) ?? "");
    return found && { type: "inlineTex", raw: found.raw, text: found.tex, display: found.display };
  },
  renderer: (token) => placeholder(token.text, token.display),
};

/** @type {import("../../vendor/marked/marked.esm.js").TokenizerExtension & import("../../vendor/marked/marked.esm.js").RendererExtension} */
export const blockTex = {
  name: "blockTex",
  level: "block",
  start: (source) => {
    const at = source.search(/\n {0,3}(?:\$\$|\\\[)/); // not at the beginning, which is the middle of a line
    return at < 0 ? undefined : at + 1;
  },
  tokenizer: (source) => {
    const found =
      /^ {0,3}\$\$([^$]+?)\$\$[ \t]*(?:\n+|$)/.exec(source) ?? /^ {0,3}\\\[([\s\S]+?)\\\][ \t]*(?:\n+|$)/.exec(source);
    if (!found || !(found[1].startsWith("\n") || isFormula(found[1], false, true))) return undefined;
    return { type: "blockTex", raw: found[0], text: found[1].trim() };
  },
  renderer: (token) => `<p>${placeholder(token.text, true)}</p>\n`,
};

/**
 * @param {string} tex
 * @param {boolean} display
 */
function placeholder(tex, display) {
  const text = tex.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<code class="tex-${display ? "display" : "inline"}">${text}</code>`;
}
