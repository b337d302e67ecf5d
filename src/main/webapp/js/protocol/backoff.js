/**
 * Exponential backoff with full jitter: a random wait between zero and a ceiling that doubles with each failure, so
 * that the clients of a server that went away do not come back in one wave. (M. Brooker, "Exponential Backoff And
 * Jitter", AWS Architecture Blog, 2015.)
 */
export class Backoff {
  #failures = 0;
  #random;

  /** @param {() => number} [random] between 0 and 1 */
  constructor(random = Math.random) {
    this.#random = random;
  }

  get failures() {
    return this.#failures;
  }

  reset() {
    this.#failures = 0;
  }

  /**
   * Counts a failure and says how long to wait.
   *
   * @param {{baseMs?: number, ceilingMs?: number}} [limits]
   * @returns {number} milliseconds
   */
  next({ baseMs = 1000, ceilingMs = 15_000 } = {}) {
    const ceiling = Math.min(ceilingMs, baseMs * 2 ** Math.min(this.#failures, 16));
    this.#failures++;
    return Math.round(this.#random() * ceiling);
  }
}
