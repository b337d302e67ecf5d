import { systemClock } from "../clock.js";

/**
 * Conversations that are to be deleted unless the person thinks better of it: deleting erases for good, so it is asked of
 * the server only when the time to undo is over, or when the page is left.
 */
export class Deletions {
  static UNDO_MS = 7000;

  #erase;
  #clock;
  /** @type {Map<string, unknown>} */
  #timers = new Map();

  /**
   * @param {(id: string, leaving: boolean) => void} erase
   * @param {import("../clock.js").Clock} [clock]
   */
  constructor(erase, clock = systemClock) {
    this.#erase = erase;
    this.#clock = clock;
  }

  /** @param {string} id */
  has(id) {
    return this.#timers.has(id);
  }

  /** @param {string} id */
  add(id) {
    if (this.has(id)) return;
    this.#timers.set(id, this.#clock.after(() => this.#carryOut(id, false), Deletions.UNDO_MS));
  }

  /** @param {string} id */
  undo(id) {
    this.#clock.cancel(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** The page is left. */
  flush() {
    for (const id of [...this.#timers.keys()]) this.#carryOut(id, true);
  }

  /**
   * @param {string} id
   * @param {boolean} leaving
   */
  #carryOut(id, leaving) {
    this.undo(id);
    this.#erase(id, leaving);
  }
}
