/**
 * A text that is too complex to be formatted, as it was written, in place of everything in its element.
 *
 * @param {HTMLElement} host
 * @param {string} text
 */
export function showPlain(host, text) {
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = "Shown as plain text: the formatting is too complex.";
  const plain = document.createElement("div");
  plain.className = "plain";
  plain.textContent = text;
  host.replaceChildren(note, plain);
}

/**
 * What was added to such a text is added to its element, so that a selection in it survives.
 *
 * @param {HTMLElement} host
 * @param {string} text
 * @returns {boolean} false if it is not shown as plain text
 */
export function growPlain(host, text) {
  const shown = host.querySelector(":scope > .plain:not(.rest)");
  if (!(shown?.firstChild instanceof Text)) return false;
  const { data } = shown.firstChild;
  if (text.startsWith(data)) shown.firstChild.appendData(text.slice(data.length));
  else shown.textContent = text;
  return true;
}
