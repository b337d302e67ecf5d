/** Leaves the browser time for other work: long work is followed by a pause that grows with it. */
export class Pause {
  /** Work that took longer than this is followed by a pause of this many times as long. */
  static #SHORT_MS = 4;
  static #FACTOR = 12;
  static #LONGEST_MS = 2000;

  #until = 0;

  get over() {
    return performance.now() >= this.#until;
  }

  /**
   * @param {() => boolean} work returns whether it is done. Unfinished work continues in the next frame, without a pause
   */
  after(work) {
    const began = performance.now();
    const done = work();
    const ended = performance.now();
    const took = ended - began;
    this.#until = !done || took < Pause.#SHORT_MS ? 0 : ended + Math.min(Pause.#LONGEST_MS, took * Pause.#FACTOR);
  }
}
