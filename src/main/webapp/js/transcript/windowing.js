/**
 * Which rows of a long transcript are in the document: those in view, and some before and after. The others are only as
 * high as they were, or as rows are on average.
 */
export class Windowing {
  /** Up to so many rows all are in the document. */
  static FEW = 200;
  /** This far around the view rows are kept, in CSS pixels. */
  static MARGIN = 1800;
  /** The window moves when less than this is left of the margin. */
  static SLACK = 1200;
  static #GUESS = 120;

  /** @type {Map<string, number>} */
  #heights = new Map();
  #sum = 0;

  /**
   * @param {string} id
   * @param {number} height as laid out
   */
  measured(id, height) {
    if (height <= 0) return;
    this.#sum += height - (this.#heights.get(id) ?? 0);
    this.#heights.set(id, height);
  }

  /** @param {string} id */
  heightOf(id) {
    return this.#heights.get(id) ?? this.#average;
  }

  /**
   * @param {string[]} ids all rows
   * @param {{top: number, bottom: number}} view in pixels from the first row's beginning
   * @param {{from: number, to: number}} [current] what is in the document
   * @returns {{from: number, to: number, above: number, below: number}} rows from `from` up to, without, `to`; the space
   *   that the others take
   */
  slice(ids, view, current) {
    if (ids.length <= Windowing.FEW) return { from: 0, to: ids.length, above: 0, below: 0 };
    const kept = current && this.#covers(ids, view, current);
    const { from, to } = kept ? current : this.#around(ids, view, Windowing.MARGIN);
    return { from, to, above: this.#height(ids, 0, from), below: this.#height(ids, to, ids.length) };
  }

  /**
   * @param {string[]} ids
   * @param {{top: number, bottom: number}} view
   * @param {{from: number, to: number}} current
   */
  #covers(ids, view, current) {
    const needed = this.#around(ids, view, Windowing.SLACK);
    const far = this.#around(ids, view, 2 * Windowing.MARGIN);
    const enough = current.from <= needed.from && current.to >= needed.to;
    return enough && current.from >= far.from && current.to <= far.to;
  }

  /**
   * @param {string[]} ids
   * @param {{top: number, bottom: number}} view
   * @param {number} margin
   */
  #around(ids, view, margin) {
    let from = 0;
    let y = 0;
    while (from < ids.length - 1 && y + this.heightOf(ids[from]) < view.top - margin) y += this.heightOf(ids[from++]);
    let to = from;
    while (to < ids.length && y < view.bottom + margin) y += this.heightOf(ids[to++]);
    return { from, to: Math.max(to, from + 1) };
  }

  /**
   * @param {string[]} ids
   * @param {number} from
   * @param {number} to
   */
  #height(ids, from, to) {
    let height = 0;
    for (let index = from; index < to; index++) height += this.heightOf(ids[index]);
    return height;
  }

  get #average() {
    return this.#heights.size === 0 ? Windowing.#GUESS : this.#sum / this.#heights.size;
  }
}
