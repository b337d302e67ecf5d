/** Timers with names: to set one again is to move it. */
export class Timers {
  #clock;
  /** @type {Map<string, unknown>} */
  #pending = new Map();

  /** @param {import("../clock.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** @param {string} name */
  has(name) {
    return this.#pending.has(name);
  }

  /**
   * @param {string} name
   * @param {number} delayMs
   * @param {() => void} run
   */
  set(name, delayMs, run) {
    this.cancel(name);
    const timer = this.#clock.after(() => {
      this.#pending.delete(name);
      run();
    }, delayMs);
    this.#pending.set(name, timer);
  }

  /** @param {string} name */
  cancel(name) {
    this.#clock.cancel(this.#pending.get(name));
    this.#pending.delete(name);
  }
}
