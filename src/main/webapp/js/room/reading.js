import { systemClock } from "../clock.js";

/**
 * Tells the server up to where this room has been read, while somebody looks at it.
 *
 * The more people there are, the less often: all of them together send no more than a hundred positions a second.
 */
export class Reading {
  static FIRST_MS = 1000;
  static SOONEST_MS = 5000;
  static PER_PERSON_MS = 10;

  #position;
  #people;
  #looked;
  #send;
  #clock;
  /** @type {string | undefined} */
  #sent;
  #sentAt = -Infinity;
  /** @type {unknown} */
  #timer;

  /**
   * @param {object} options
   * @param {() => string | undefined} options.position of what this page shows
   * @param {() => number} options.people how many are in the room
   * @param {() => boolean} options.looked whether somebody looks at the page
   * @param {(position: string, leaving: boolean) => Promise<unknown>} options.send
   * @param {import("../clock.js").Clock} [options.clock]
   */
  constructor({ position, people, looked, send, clock = systemClock }) {
    this.#position = position;
    this.#people = people;
    this.#looked = looked;
    this.#send = send;
    this.#clock = clock;
  }

  /** Something may have been read. */
  seen() {
    if (this.#timer !== undefined || !this.#looked() || this.#position() === this.#sent) return;
    const pause = Math.max(Reading.SOONEST_MS, this.#people() * Reading.PER_PERSON_MS);
    const wait = Math.max(Reading.FIRST_MS, this.#sentAt + pause - this.#clock.now());
    this.#timer = this.#clock.after(() => {
      this.#timer = undefined;
      if (this.#looked()) this.#tell(false);
    }, wait);
  }

  /** Nobody looks at the page from now on. */
  leave() {
    this.#clock.cancel(this.#timer);
    this.#timer = undefined;
    this.#tell(true);
  }

  /** @param {boolean} leaving */
  async #tell(leaving) {
    const position = this.#position();
    if (position === undefined || position === this.#sent) return;
    const before = this.#sent;
    this.#sent = position;
    this.#sentAt = this.#clock.now();
    try {
      await this.#send(position, leaving);
    } catch {
      // It is sent again with what is read next.
      if (this.#sent === position) this.#sent = before;
    }
  }
}
