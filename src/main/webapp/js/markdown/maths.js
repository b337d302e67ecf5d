import { formula } from "./door.js";

/** Longer formulas are shown as they are written. */
const LONGEST = 5000;

/** @type {Promise<typeof import("../../vendor/temml/temml.js")> | undefined} */
let library;

/**
 * TeX as MathML, which the browser lays out by itself: no fonts and no inline styles, which our Content-Security-Policy
 * would refuse (docs/decisions/0070).
 *
 * @param {string} tex
 * @param {boolean} display on a line of its own
 * @returns {Promise<DocumentFragment | undefined>} nothing when it is not TeX
 */
export async function typeset(tex, display) {
  if (tex.length > LONGEST) return undefined;
  library ??= import("../../vendor/temml/temml.js");
  const { default: temml } = await library;
  try {
    const markup = temml.renderToString(tex, { displayMode: display, throwOnError: true, trust: false, maxExpand: 200, maxSize: [20, 20] });
    return formula(markup);
  } catch {
    return undefined; // what was written stays to be read
  }
}
