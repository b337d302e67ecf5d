/**
 * Time and timers, so that tests can hold them.
 *
 * @typedef {object} Clock
 * @property {() => number} now milliseconds; only differences mean something
 * @property {(run: () => void, delayMs: number) => unknown} after
 * @property {(timer: any) => void} cancel
 */

/** @type {Clock} */
export const systemClock = {
  now: () => Date.now(),
  after: (run, delayMs) => setTimeout(run, delayMs),
  cancel: (timer) => clearTimeout(timer),
};
