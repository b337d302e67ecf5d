import { coloured } from "./door.js";

/** Longer code stays plain: nobody reads it for its colours, and the page would stand still. */
const LONGEST = 60_000;

/** @type {Promise<typeof import("../../vendor/highlightjs/highlight.min.js")> | undefined} */
let library;

/**
 * Code in the colours of its language; the library is loaded with the first one.
 *
 * @param {string} text
 * @param {string} language as the author named it
 * @returns {Promise<DocumentFragment | undefined>} nothing when the language is not known
 */
export async function highlighted(text, language) {
  if (text.length > LONGEST) return undefined;
  library ??= import("../../vendor/highlightjs/highlight.min.js");
  const { default: hljs } = await library;
  if (!hljs.getLanguage(language)) return undefined;
  return coloured(hljs.highlight(text, { language, ignoreIllegals: true }).value);
}
