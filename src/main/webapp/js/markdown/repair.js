/**
 * Closes what is still open at the end of a Markdown block that is being written, so that `**bo` already looks bold and
 * half a link does not show its address. Only for the eye: the text itself is never changed.
 *
 * @param {string} text one block, not a code block
 * @returns {string}
 */
export function repaired(text) {
  const code = openCodeSpan(text);
  if (code) return text + code;
  let fixed = withoutHalfLink(text);
  for (const mark of ["**", "__", "~~", "*", "_"]) fixed = closed(fixed, mark);
  return fixed;
}

/**
 * @param {string} text
 * @returns {string | undefined} the backticks that close a code span left open
 */
function openCodeSpan(text) {
  /** @type {string | undefined} */
  let open;
  for (const [ticks] of text.matchAll(/`+/g)) {
    if (open === undefined) open = ticks;
    else if (open === ticks) open = undefined;
  }
  return open;
}

/**
 * `[text](http://exam` shows as `text`, `![alt](htt` as nothing yet.
 *
 * @param {string} text
 */
function withoutHalfLink(text) {
  const half = /(!?)\[([^\[\]]*)(?:\]\([^)\s]*)?$/.exec(text);
  if (!half || (half[0].endsWith("]") && !half[0].includes("]("))) return text;
  if (/^\s*[-*+]?\s*\[[ x]?$/i.test(text.slice(text.lastIndexOf("\n") + 1))) return text; // a task's box
  return text.slice(0, half.index) + (half[1] ? "" : half[2]);
}

/**
 * @param {string} text
 * @param {string} mark
 */
function closed(text, mark) {
  const prose = text.replace(/(`+)[\s\S]*?\1/g, (span) => " ".repeat(span.length));
  const single = mark.length === 1;
  const masked = single ? prose.replaceAll(mark + mark, "  ") : prose;
  let from = -1;
  let open = -1;
  while ((from = masked.indexOf(mark, from + 1)) >= 0) {
    const before = masked[from - 1] ?? " ";
    const after = masked[from + mark.length] ?? " ";
    if (open < 0) {
      const opens = /\S/.test(after) && (mark[0] !== "_" || !/[\p{L}\p{N}]/u.test(before));
      if (opens) open = from;
    } else if (/\S/.test(before)) {
      open = -1;
    }
    from += mark.length - 1;
  }
  if (open < 0) return withoutTrailing(text, mark, masked);
  return text.trimEnd() + mark;
}

/**
 * A mark that has only just been typed, with nothing after it yet, is not shown.
 *
 * @param {string} text
 * @param {string} mark
 * @param {string} masked
 */
function withoutTrailing(text, mark, masked) {
  const opened = new RegExp(`(?:^|\\s)${mark.replace(/\*/g, "\\*")}$`).test(masked);
  const bullet = /(?:^|\n)\s*[*_-]+$/.test(text);
  return opened && !bullet ? text.slice(0, -mark.length) : text;
}
