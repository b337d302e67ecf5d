/** A clock that stands still until it is moved. */
export class HeldClock {
  #now = 0;
  #next = 1;
  /** @type {Map<number, {at: number, run: () => void}>} */
  #timers = new Map();

  now = () => this.#now;

  after = (/** @type {() => void} */ run, /** @type {number} */ delayMs) => {
    this.#timers.set(this.#next, { at: this.#now + delayMs, run });
    return this.#next++;
  };

  cancel = (/** @type {any} */ timer) => {
    this.#timers.delete(timer);
  };

  /** @param {number} ms */
  advance(ms) {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].run();
    }
    this.#now = end;
  }
}
