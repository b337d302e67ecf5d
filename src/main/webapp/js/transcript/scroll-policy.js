/**
 * Decides whether the transcript follows its end. It never fights the reader.
 *
 * Fed with numbers and free of the DOM. Our own scrolls are recognised by the `scrollTop` they lead to, not by timers:
 * the reader has moved only if the scroller is elsewhere than where we last sent or saw it.
 */
export class ScrollPolicy {
  /** This much upward, in CSS pixels, means: let me read. */
  static UNPIN = 3;
  /** This near to the end means: follow again. */
  static REPIN = 60;
  /** From this far away the way back is offered. */
  static FAR = 200;

  #pinned = true;
  #top = 0;
  #distance = 0;

  get pinned() {
    return this.#pinned;
  }

  /** Whether "jump to latest" helps. */
  get far() {
    return !this.#pinned && this.#distance > ScrollPolicy.FAR;
  }

  /**
   * The scroller moved, whoever moved it.
   *
   * @param {{top: number, height: number, viewport: number}} now
   */
  scrolled({ top, height, viewport }) {
    const up = this.#top - top;
    this.#distance = height - viewport - top;
    this.#top = top;
    if (up >= ScrollPolicy.UNPIN && this.#distance > 1) this.#pinned = false;
    else if (up < 0 && this.#distance <= ScrollPolicy.REPIN) this.#pinned = true;
  }

  /**
   * The content or the viewport changed its size.
   *
   * @param {{top: number, height: number, viewport: number}} now
   * @returns {number | undefined} where to scroll to; undefined: leave the reader alone
   */
  resized({ top, height, viewport }) {
    const end = Math.max(0, height - viewport);
    this.#distance = end - top;
    this.#top = top;
    if (!this.#pinned || this.#distance < 1) return undefined;
    return this.#go(end);
  }

  /**
   * The reader asks for the end.
   *
   * @param {{height: number, viewport: number}} now
   * @returns {number} where to scroll to
   */
  jump({ height, viewport }) {
    this.#pinned = true;
    return this.#go(Math.max(0, height - viewport));
  }

  /**
   * We take the reader somewhere else than the end.
   *
   * @param {number} top
   * @returns {number} where to scroll to
   */
  left(top) {
    this.#pinned = false;
    return this.#go(top);
  }

  /**
   * We move the content under a reader who stays where they are, as when earlier rows come in above.
   *
   * @param {number} top
   */
  shifted(top) {
    this.#go(top);
  }

  /** @param {number} top */
  #go(top) {
    this.#top = top;
    return top;
  }
}
