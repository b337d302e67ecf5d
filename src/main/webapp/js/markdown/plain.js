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

/** The end of a text for which there is no time in this frame: it stands as it was written, after what is formatted. */
export class Rest {
  /** @type {HTMLElement | undefined} */
  #element;

  /** Where what is formatted comes before it. */
  get element() {
    return this.#element ?? null;
  }

  /**
   * @param {HTMLElement} host
   * @param {string} text
   */
  show(host, text) {
    this.#element ??= host.appendChild(document.createElement("div"));
    this.#element.className = "plain rest";
    this.#element.textContent = text;
  }

  hide() {
    this.#element?.remove();
    this.#element = undefined;
  }
}
