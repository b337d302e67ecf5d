import { systemClock } from "../clock.js";
import { Backoff } from "./backoff.js";

/** @typedef {import("../session/status.js").Status} Status */

/**
 * Keeps one connection to the server alive over as many attempts as it takes, whatever carries it: when to try, how long to
 * wait, and what the page is told of it. The owner opens and closes.
 */
export class Reconnector {
  /** A connection that has lasted this long was a good one: the next wait starts small again. */
  static GOOD_MS = 5000;

  #connect;
  #drop;
  #status;
  #clock;
  #backoff;
  #running = false;
  #joined = false;
  #joinedAt = 0;
  /** @type {unknown} */
  #timer;

  /**
   * @param {object} options
   * @param {() => void} options.connect opens a connection; the owner says `welcomed` or `lost`
   * @param {() => void} options.drop lets go of the connection, without waiting for its end
   * @param {(status: Status) => void} options.status
   * @param {import("../clock.js").Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor({ connect, drop, status, clock = systemClock, random = Math.random }) {
    this.#connect = connect;
    this.#drop = drop;
    this.#status = status;
    this.#clock = clock;
    this.#backoff = new Backoff(random);
  }

  /** Between `start` and the end. */
  get running() {
    return this.#running;
  }

  get joined() {
    return this.#joined;
  }

  /** Attempts that failed since the last good connection. */
  get failures() {
    return this.#backoff.failures;
  }

  start() {
    this.#running = true;
    this.connect();
  }

  stop() {
    this.#running = false;
    this.drop();
  }

  /** Comes back at once over a new connection. */
  rejoin() {
    if (!this.#running) return;
    this.drop();
    this.connect();
  }

  connect() {
    this.#clock.cancel(this.#timer);
    this.#status({ state: "connecting", attempt: this.#backoff.failures });
    this.#connect();
  }

  drop() {
    this.#clock.cancel(this.#timer);
    this.#joined = false;
    this.#drop();
  }

  /** The server has let us in. The owner tells the page when it has taken in what came with it. */
  welcomed() {
    this.#clock.cancel(this.#timer);
    this.#joined = true;
    this.#joinedAt = this.#clock.now();
  }

  /**
   * @param {number} ms
   * @param {() => void} lost runs unless something comes within this time: another `within`, `welcomed`, `drop`
   */
  within(ms, lost) {
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(lost, ms);
  }

  /**
   * The connection is gone, or could not be made: it is tried again after a while.
   *
   * @param {string} reason
   * @param {{atLeastMs?: number, baseMs?: number}} [wait]
   */
  lost(reason, { atLeastMs = 0, baseMs } = {}) {
    const good = this.#joined && this.#clock.now() - this.#joinedAt >= Reconnector.GOOD_MS;
    this.drop();
    if (!this.#running) return;
    if (good) this.#backoff.reset();
    const wait = atLeastMs + this.#backoff.next({ baseMs });
    this.#timer = this.#clock.after(() => this.connect(), wait);
    this.#status({ state: "waiting", retryAt: this.#clock.now() + wait, reason, attempt: this.#backoff.failures });
  }

  /**
   * It is no use to try again.
   *
   * @param {string} reason
   * @param {boolean} [gone] what it was a connection to no longer exists
   */
  end(reason, gone) {
    this.stop();
    this.#status(gone === undefined ? { state: "ended", reason } : { state: "ended", reason, gone });
  }
}
