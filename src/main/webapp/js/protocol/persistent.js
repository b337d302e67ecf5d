import { systemClock } from "../clock.js";
import { Refusal } from "../http.js";
import { Backoff } from "./backoff.js";

/**
 * How an undertaking stands. `waiting`: the server could not be reached, or had no time; `refused`: it does not want it.
 *
 * @typedef {{state: "idle"} | {state: "trying"} | {state: "waiting", reason: string} | {state: "refused", error: Error}} Undertaking
 */

/**
 * Does one thing that needs the server as often as it takes, and says meanwhile how it stands: what a person has typed stays
 * where it is until it has arrived.
 */
export class Persistent {
  /** The first wait, and the longest. */
  static BASE_MS = 2000;
  static CEILING_MS = 15_000;

  /** @type {Undertaking} */
  status = { state: "idle" };

  #attempt;
  #told;
  #clock;
  #backoff;
  /** Counts the undertakings: the answer to one that was given up means nothing. */
  #number = 0;
  /** @type {unknown} */
  #timer;

  /**
   * @param {object} options
   * @param {(wanted: () => boolean) => Promise<unknown>} options.attempt rejects with a {@link Refusal}, or without one if
   *   there was no answer; wanted: false once it was given up
   * @param {(status: Undertaking) => void} options.told
   * @param {import("../clock.js").Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor({ attempt, told, clock = systemClock, random }) {
    this.#attempt = attempt;
    this.#told = told;
    this.#clock = clock;
    this.#backoff = new Backoff(random);
  }

  /** Begins, or, while it waits, tries at once. */
  start() {
    if (this.status.state === "trying") return;
    if (this.status.state !== "waiting") this.#backoff.reset();
    this.#try();
  }

  /** The network may be back. */
  wake() {
    if (this.status.state === "waiting") this.#try();
  }

  giveUp() {
    this.#number++;
    this.#clock.cancel(this.#timer);
    this.#tell({ state: "idle" });
  }

  async #try() {
    this.#clock.cancel(this.#timer);
    const number = ++this.#number;
    // What is waited for goes on being said until it is over.
    if (this.status.state !== "waiting") this.#tell({ state: "trying" });
    try {
      await this.#attempt(() => number === this.#number);
      if (number === this.#number) this.#tell({ state: "idle" });
    } catch (failure) {
      if (number === this.#number) this.#failed(failure);
    }
  }

  /** @param {unknown} failure */
  #failed(failure) {
    const error = failure instanceof Error ? failure : new Error(String(failure));
    const known = error instanceof Refusal;
    if (known && error.code !== "unavailable" && error.code !== "rate_limited") return this.#tell({ state: "refused", error });
    const atLeast = known ? (error.retryAfterMs ?? 0) : 0;
    const wait = this.#backoff.next({ baseMs: Persistent.BASE_MS, ceilingMs: Persistent.CEILING_MS });
    this.#timer = this.#clock.after(() => this.#try(), Math.max(500, atLeast + wait));
    this.#tell({ state: "waiting", reason: known ? "The server is busy." : "The server cannot be reached." });
  }

  /** @param {Undertaking} status */
  #tell(status) {
    this.status = status;
    this.#told(status);
  }
}
