/**
 * How much markup a text has become: each element costs the browser time to make, to lay out and to paint, and some
 * elements cost more the deeper they are nested.
 *
 * @param {string} markup without comments; `<` is in tags only
 * @returns {{elements: number, depth: number}}
 */
export function extentOf(markup) {
  let elements = 0;
  let depth = 0;
  let deepest = 0;
  for (const [, end, name, alone] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/gi)) {
    if (end) {
      depth--;
      continue;
    }
    elements++;
    deepest = Math.max(deepest, depth + 1);
    if (!alone && !/^(?:br|hr)$/i.test(name)) depth++;
  }
  return { elements, depth: deepest };
}
