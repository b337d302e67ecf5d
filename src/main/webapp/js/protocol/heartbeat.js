import { systemClock } from "../clock.js";

/**
 * Notices a dead connection: TCP alone can take many minutes. After a silence it asks for a sign of life, and when none
 * comes it says so, once.
 */
export class Heartbeat {
  /** A server closes silent sockets; this is well below any sane idle timeout. */
  static QUIET_MS = 20_000;
  static ANSWER_MS = 8000;
  /** After sleep or a change of network the person is waiting: ask at once, and wait less. */
  static PROBE_ANSWER_MS = 4000;

  #clock;
  #ping;
  #dead;
  /** @type {unknown} */
  #timer;

  /**
   * @param {{ping: () => void, dead: () => void, clock?: import("../clock.js").Clock}} options
   */
  constructor({ ping, dead, clock = systemClock }) {
    this.#ping = ping;
    this.#dead = dead;
    this.#clock = clock;
  }

  /** Something was received: the connection lives. */
  heard() {
    this.#set(() => this.probe(Heartbeat.ANSWER_MS), Heartbeat.QUIET_MS);
  }

  /** @param {number} [answerMs] */
  probe(answerMs = Heartbeat.PROBE_ANSWER_MS) {
    this.#set(() => this.#dead(), answerMs);
    this.#ping();
  }

  stop() {
    this.#clock.cancel(this.#timer);
  }

  /**
   * @param {() => void} run
   * @param {number} delayMs
   */
  #set(run, delayMs) {
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(run, delayMs);
  }
}
