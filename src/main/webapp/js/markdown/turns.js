import { perFrame } from "../frames.js";

/**
 * Shares the main thread between formatting and everything else: in each frame formatting takes {@link Turns.FRAME_MS},
 * and what is left waits for the next frame. A page of long messages stays responsive while it is formatted.
 */
export class Turns {
  /** Milliseconds of a frame. */
  static FRAME_MS = 40;

  #now;
  #ask;
  /** @type {number | undefined} */
  #until;
  /** @type {Map<object, () => void>} */
  #waiting = new Map();
  /**
   * Does what waited for a frame. A page whose browser does not keep the reader's place puts its own care around it.
   *
   * @type {(work: () => void) => void}
   */
  around = (work) => work();

  /**
   * @param {() => number} now milliseconds
   * @param {(run: () => void) => () => void} frames makes a request for the next frame
   */
  constructor(now = () => performance.now(), frames = perFrame) {
    this.#now = now;
    this.#ask = frames(() => this.#next());
  }

  /** Whether there is time left in this frame. */
  get left() {
    if (this.#until === undefined) {
      this.#until = this.#now() + Turns.FRAME_MS;
      this.#ask();
    }
    return this.#now() < this.#until;
  }

  /**
   * @param {object} owner waits for one thing at a time
   * @param {() => void} run
   */
  later(owner, run) {
    this.#waiting.set(owner, run);
    this.#ask();
  }

  /** @param {object} owner has nothing to wait for any more */
  forget(owner) {
    this.#waiting.delete(owner);
  }

  /** Does all that waits, however long it takes. What then still waits does so for more text, not for time. */
  finish() {
    this.#until = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 8 && this.#waiting.size > 0; round++) this.#run();
    this.#until = undefined;
  }

  #next() {
    this.#until = undefined;
    if (this.#waiting.size === 0) return;
    this.around(() => this.#run());
    if (this.#waiting.size > 0) this.#ask();
  }

  #run() {
    // A copy: what a run asks for is for the next frame, and a Map would go on to what is added meanwhile.
    for (const [owner, run] of [...this.#waiting]) {
      if (!this.left) break;
      if (this.#waiting.get(owner) !== run) continue;
      this.#waiting.delete(owner);
      run();
    }
  }
}

/** Of this page. */
export const turns = new Turns();
