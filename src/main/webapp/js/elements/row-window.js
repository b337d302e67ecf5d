import { Windowing } from "../transcript/windowing.js";

/** @typedef {{from: number, to: number}} Slice */

/** Which rows of a long transcript are in the document: those around the view. The others are as high as they were measured. */
export class RowWindow {
  #windowing = new Windowing();
  #host;
  #scroller;
  #shown;
  /** @type {Slice | undefined} what is in the document, if that is not all */
  #slice;

  /**
   * @param {HTMLElement} host holds the rows
   * @param {HTMLElement} scroller
   * @param {Map<string, HTMLElement>} shown the rows in the document, by id
   */
  constructor(host, scroller, shown) {
    this.#host = host;
    this.#scroller = scroller;
    this.#shown = shown;
  }

  /**
   * Makes room for what is left out.
   *
   * @param {string[]} ids
   * @param {boolean} all whether all are wanted, however many
   * @returns {Slice} what is to be in the document
   */
  arrange(ids, all) {
    // Measuring what is in view costs a layout.
    const { from, to, above, below } =
      all || ids.length <= Windowing.FEW
        ? { from: 0, to: ids.length, above: 0, below: 0 }
        : this.#windowing.slice(ids, this.#view(), this.#slice);
    const windowed = to - from < ids.length;
    this.#slice = windowed ? { from, to } : undefined;
    this.#host.classList.toggle("windowed", windowed);
    this.#host.style.paddingBlock = windowed ? `${above}px ${below}px` : "";
    return { from, to };
  }

  /**
   * @param {string[]} ids
   * @returns {HTMLElement | null | undefined} undefined if the reader needs no other rows than those in the document; otherwise
   *   a row that is in view and stays, if there is one
   */
  staying(ids) {
    if (!this.#slice || ids.length === 0) return undefined;
    const next = this.#windowing.slice(ids, this.#view(), this.#slice);
    if (next.from === this.#slice.from && next.to === this.#slice.to) return undefined;
    const top = this.#scroller.getBoundingClientRect().top;
    const stays = ids
      .slice(Math.max(next.from, this.#slice.from), Math.min(next.to, this.#slice.to))
      .map((id) => this.#shown.get(id))
      .find((element) => element && element.getBoundingClientRect().bottom > top);
    return stays ?? null;
  }

  /**
   * @param {string[]} ids
   * @returns {number} how high they are together
   */
  heightOf(ids) {
    return ids.reduce((sum, id) => sum + this.#windowing.heightOf(id), 0);
  }

  /** Where the reader is, counted from the first row's beginning; before the first layout, at the end. */
  #view() {
    for (const [id, element] of this.#shown) this.#windowing.measured(id, element.offsetHeight);
    const top = this.#scroller.getBoundingClientRect().top - this.#host.getBoundingClientRect().top;
    return { top, bottom: top + this.#scroller.clientHeight };
  }
}
