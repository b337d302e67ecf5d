/** Tags that models write into Markdown, for instance in tables; every other tag is shown as the text that it is. */
const KNOWN_HTML = /^<\/?(?:b|br|del|em|i|kbd|s|strong|sub|sup|u)\s*\/?>$/i;

/** How tokens become markup where this differs from marked. @type {any} its types want a whole renderer for `this` */
export const renderer = {
  /** @param {{text: string, block: boolean}} token */
  html({ text, block }) {
    if (KNOWN_HTML.test(text.trim())) return text;
    return block ? `<p>${text.trimEnd().split("\n").map(line).join("<br>")}</p>\n` : escaped(text);
  },
  /**
   * @this {import("../../vendor/marked/marked.esm.js").Renderer}
   * @param {import("../../vendor/marked/marked.esm.js").Tokens.Image} token
   */
  image({ href, text, tokens }) {
    const words = tokens ? this.parser.parseInline(tokens, this.parser.textRenderer) : text;
    return `<a class="remote-image" href="${escaped(href)}">${escaped(words.trim() || "Image")}</a>`;
  },
  /** @param {{checked: boolean}} token */
  checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  /**
   * A number is the one that was written, unless all are the same, which leaves counting to the reader's program.
   *
   * @this {import("../../vendor/marked/marked.esm.js").Renderer}
   * @param {import("../../vendor/marked/marked.esm.js").Tokens.List} token
   */
  list({ ordered, start, items }) {
    const rows = items.map((item) => this.listitem(item));
    if (!ordered) return `<ul>\n${rows.join("")}</ul>\n`;
    const written = items.map(({ raw }) => /^\s*(\d{1,9})/.exec(raw)?.[1] ?? "0");
    const numbers = written.map(Number);
    const counted = numbers.length > 1 && numbers.every((number) => number === numbers[0]);
    const numbered = rows.map((row, index) =>
      counted || index === 0 || numbers[index] === numbers[index - 1] + 1 ? row : row.replace("<li>", `<li value="${numbers[index]}">`),
    );
    return `<ol${start === 1 ? "" : ` start="${start}"`}${padding(written)}>\n${numbered.join("")}</ol>\n`;
  },
};

/** @param {string[]} written numbers; `01` and `007` keep their zeros */
function padding(written) {
  const width = written[0].length;
  return written[0].startsWith("0") && width > 1 && width < 5 ? ` class="pad-${width}"` : "";
}

/** @param {string} text a line of HTML that is shown as it is written */
function line(text) {
  const [blanks] = /^[ \t]*/.exec(text) ?? [""];
  return blanks.replaceAll("\t", "    ").replaceAll(" ", "\u00a0") + escaped(text.slice(blanks.length));
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
