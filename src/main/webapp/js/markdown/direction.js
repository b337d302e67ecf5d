import { directionOf } from "./scripts.js";

/** What has a direction of its own, which that of the text around it is not judged by. */
const APART = "code, pre, parley-code, parley-maths, .host, a[dir=ltr]";

/**
 * Gives each block the direction of its own writing: `dir=auto` where the browser can judge it, and by the first letter
 * where blocks are within blocks, which the browser leaves out. Code, formulas and addresses are always left to right.
 *
 * @param {DocumentFragment} fragment
 */
export function orient(fragment) {
  for (const code of fragment.querySelectorAll("code, pre, parley-code, parley-maths")) code.setAttribute("dir", "ltr");
  for (const link of fragment.querySelectorAll("a[href]")) {
    if (/^(?:https?:\/\/|www\.)\S+$/i.test(link.textContent ?? "")) link.setAttribute("dir", "ltr");
  }
  for (const block of fragment.querySelectorAll("p, h1, h2, h3, h4, h5, h6, th, td")) block.setAttribute("dir", "auto");
  for (const block of fragment.querySelectorAll("ul, ol, li, blockquote, table")) {
    const direction = firstDirection(block);
    if (direction) block.setAttribute("dir", direction);
  }
}

/** @param {Element} block */
function firstDirection(block) {
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const direction = text.parentElement?.closest(APART) ? undefined : directionOf(/** @type {Text} */ (text).data);
    if (direction) return direction;
  }
  return undefined;
}
