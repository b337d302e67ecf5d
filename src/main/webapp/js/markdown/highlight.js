import { coloured } from "./sanitizer.js";
import { extentOf } from "./markup.js";
import { workshop } from "./workshop.js";

/** Longer code stays plain: nobody reads it for its colours. */
const LONGEST = 60_000;
/** Code with a longer line was not written by hand, and the rules for colours take long on it. */
const LONGEST_LINE = 2000;
/** Words in a colour. */
const MOST = 5000;

/**
 * Code in the colours of its language; the library is loaded with the first one.
 *
 * @param {string} text
 * @param {string} language as the author named it
 * @returns {Promise<DocumentFragment | undefined>} nothing when the language is not known, or the colours cost too much
 */
export async function highlighted(text, language) {
  if (text.length > LONGEST || text.split("\n").some((line) => line.length > LONGEST_LINE)) return undefined;
  const markup = await workshop().make({ kind: "code", text, language });
  return markup === undefined || extentOf(markup).elements > MOST ? undefined : coloured(markup);
}
