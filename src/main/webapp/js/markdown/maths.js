import { formula } from "./sanitizer.js";
import { extentOf } from "./markup.js";
import { workshop } from "./workshop.js";

/** Longer formulas are shown as they are written. */
const LONGEST = 5000;
/** Elements of one formula. */
const MOST = 2000;
/** Elements in one another. Browsers take the third power of this to lay out some of them. */
const DEEPEST = 50;

/**
 * TeX as MathML, which the browser lays out by itself: no fonts and no inline styles, which our Content-Security-Policy
 * would refuse (docs/decisions/0070).
 *
 * @param {string} tex
 * @param {boolean} display on a line of its own
 * @returns {Promise<DocumentFragment | undefined>} nothing when it is not TeX, or costs too much to lay out
 */
export async function typeset(tex, display) {
  if (tex.length > LONGEST) return undefined;
  const markup = await workshop().make({ kind: "formula", text: tex, display });
  if (markup === undefined) return undefined;
  const { elements, depth } = extentOf(markup);
  return elements > MOST || depth > DEEPEST ? undefined : formula(markup);
}
