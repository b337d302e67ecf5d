/**
 * Formulas in Markdown, as models write them: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`. A dollar sign opens a formula as in
 * Pandoc: nothing blank after it, nothing blank before the closing one, and no digit after that, so that prices stay
 * prices.
 */
const INLINE = [
  { whole: /^\\\(([\s\S]+?)\\\)/, display: false },
  { whole: /^\\\[([\s\S]+?)\\\]/, display: true },
  { whole: /^\$\$([^$]+?)\$\$/, display: true },
  { whole: /^\$(?![\s$])((?:\\[\s\S]|[^\\$\n])+?)(?<!\s)\$(?!\d)/, display: false },
];

/** @type {import("../../vendor/marked/marked.esm.js").TokenizerExtension & import("../../vendor/marked/marked.esm.js").RendererExtension} */
export const inlineTex = {
  name: "inlineTex",
  level: "inline",
  start: (source) => {
    const at = source.search(/\$|\\[([]/);
    return at < 0 ? undefined : at;
  },
  tokenizer: (source) => {
    for (const { whole, display } of INLINE) {
      const found = whole.exec(source);
      if (found) return { type: "inlineTex", raw: found[0], text: found[1].trim(), display };
    }
    return undefined;
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
    return found ? { type: "blockTex", raw: found[0], text: found[1].trim() } : undefined;
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
