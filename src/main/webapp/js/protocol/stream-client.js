import { systemClock } from "../clock.js";
import { Backoff } from "./backoff.js";
import { EventStreamParser } from "./event-stream.js";

/**
 * @typedef {import("../session/status.js").Status} Status
 * @typedef {{status: number, retryAfterMs?: number, pieces: AsyncIterable<string>}} Answer
 */

/**
 * The events of a private conversation, over as many requests as it takes.
 *
 * It resumes from the last position received in a `snapshot` or a durable event, comes back by itself, and can rest while
 * nobody looks: over HTTP/1.1 a browser has six connections to a host, for all tabs together.
 */
export class StreamClient {
  /** A request that has not brought a snapshot in this time counts as lost. */
  static OPEN_MS = 12_000;
  /** The server sends at least a comment every 15 s. */
  static SILENT_MS = 40_000;
  /** A stream that has lasted this long was a good one: the next wait starts small again. */
  static GOOD_MS = 5000;

  #open;
  #listener;
  #clock;
  #backoff;
  /** @type {string | undefined} */
  #cursor;
  /** @type {AbortController | undefined} */
  #request;
  #joined = false;
  #joinedAt = 0;
  #running = false;
  /** @type {unknown} */
  #timer;

  /**
   * @param {object} options
   * @param {(after: string | undefined, signal: AbortSignal) => Promise<Answer>} options.open
   * @param {{status: (status: Status) => void, event: (event: any) => void}} options.listener
   * @param {import("../clock.js").Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor({ open, listener, clock = systemClock, random = Math.random }) {
    this.#open = open;
    this.#listener = listener;
    this.#clock = clock;
    this.#backoff = new Backoff(random);
  }

  get joined() {
    return this.#joined;
  }

  get cursor() {
    return this.#cursor;
  }

  /** @param {string | undefined} after where the page stands */
  start(after) {
    this.#cursor = after;
    this.#running = true;
    this.#connect();
  }

  stop() {
    this.#running = false;
    this.#drop();
  }

  /** Lets go until `wake`. */
  rest() {
    if (!this.#running) return;
    this.#drop();
    this.#listener.status({ state: "resting" });
  }

  /** The page is looked at again, or the network is back. */
  wake() {
    if (this.#running && !this.#request) this.#connect();
  }

  rejoin() {
    if (!this.#running) return;
    this.#drop();
    this.#connect();
  }

  async #connect() {
    this.#drop();
    this.#listener.status({ state: "connecting", attempt: this.#backoff.failures });
    const request = new AbortController();
    this.#request = request;
    this.#within(StreamClient.OPEN_MS);
    try {
      const answer = await this.#open(this.#cursor, request.signal);
      if (this.#request !== request) return;
      if (answer.status !== 200) return this.#refused(answer);
      await this.#read(answer.pieces, request);
      if (this.#request === request) this.#lost("The connection was lost.");
    } catch {
      // The reason is the network's; what it means for us is the same.
      if (this.#request === request) this.#lost(this.#joined ? "The connection was lost." : "The server cannot be reached.");
    }
  }

  /**
   * @param {AsyncIterable<string>} pieces
   * @param {AbortController} request
   */
  async #read(pieces, request) {
    const parser = new EventStreamParser();
    for await (const piece of pieces) {
      if (this.#request !== request) return;
      if (this.#joined) this.#within(StreamClient.SILENT_MS);
      for (const { type, data, id } of parser.push(piece)) {
        this.#received({ ...JSON.parse(data), type }, id);
        if (this.#request !== request) return;
      }
    }
  }

  /**
   * The cursor moves only after the listener has taken an event in.
   *
   * @param {any} event
   * @param {string | undefined} id
   */
  #received(event, id) {
    this.#listener.event(event);
    this.#cursor = id ?? (event.type === "snapshot" ? event.position : undefined) ?? this.#cursor;
    if (event.type !== "snapshot" || this.#joined || !this.#request) return;
    this.#joined = true;
    this.#joinedAt = this.#clock.now();
    this.#within(StreamClient.SILENT_MS);
    this.#listener.status({ state: "joined" });
  }

  /** @param {Answer} answer */
  #refused({ status, retryAfterMs }) {
    if (status === 404 || status === 410) return this.#end("This conversation no longer exists.", true);
    if (status === 401 || status === 403) return this.#end("Your session has expired. Reload the page.", false);
    this.#lost("The server is busy.", Math.max(retryAfterMs ?? 0, 1000));
  }

  /**
   * @param {string} reason
   * @param {boolean} gone
   */
  #end(reason, gone) {
    this.stop();
    this.#listener.status({ state: "ended", reason, gone });
  }

  /**
   * @param {string} reason
   * @param {number} [atLeastMs]
   */
  #lost(reason, atLeastMs = 0) {
    const good = this.#joined && this.#clock.now() - this.#joinedAt >= StreamClient.GOOD_MS;
    this.#drop();
    if (!this.#running) return;
    if (good) this.#backoff.reset();
    const wait = atLeastMs + this.#backoff.next();
    this.#timer = this.#clock.after(() => this.#connect(), wait);
    this.#listener.status({ state: "waiting", retryAt: this.#clock.now() + wait, reason, attempt: this.#backoff.failures });
  }

  /** @param {number} ms the stream is lost if nothing comes within this time */
  #within(ms) {
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(() => this.#lost("The connection was lost."), ms);
  }

  #drop() {
    this.#clock.cancel(this.#timer);
    this.#joined = false;
    const request = this.#request;
    this.#request = undefined;
    request?.abort();
  }
}
