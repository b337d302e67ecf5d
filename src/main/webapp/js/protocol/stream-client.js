import { systemClock } from "../clock.js";
import { EventStreamParser } from "./event-stream.js";
import { Reconnector } from "./reconnector.js";

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

  #open;
  #listener;
  #connection;
  /** @type {string | undefined} */
  #cursor;
  /** @type {AbortController | undefined} */
  #request;

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
    this.#connection = new Reconnector({
      connect: () => this.#connect(),
      drop: () => this.#drop(),
      status: (status) => listener.status(status),
      clock,
      random,
    });
  }

  get joined() {
    return this.#connection.joined;
  }

  get cursor() {
    return this.#cursor;
  }

  /** @param {string | undefined} after where the page stands */
  start(after) {
    this.#cursor = after;
    this.#connection.start();
  }

  stop() {
    this.#connection.stop();
  }

  /** Lets go until `wake`. */
  rest() {
    if (!this.#connection.running) return;
    this.#connection.drop();
    this.#listener.status({ state: "resting" });
  }

  /** The page is looked at again, or the network is back. */
  wake() {
    if (this.#connection.running && !this.#request) this.#connection.connect();
  }

  rejoin() {
    this.#connection.rejoin();
  }

  async #connect() {
    this.#drop();
    const request = new AbortController();
    this.#request = request;
    this.#within(StreamClient.OPEN_MS);
    try {
      const answer = await this.#open(this.#cursor, request.signal);
      if (this.#request !== request) return;
      if (answer.status !== 200) return this.#refused(answer);
      await this.#read(answer.pieces, request);
      if (this.#request === request) this.#connection.lost("The connection was lost.");
    } catch {
      // The reason is the network's; what it means for us is the same.
      if (this.#request === request) this.#connection.lost(this.joined ? "The connection was lost." : "The server cannot be reached.");
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
      if (this.joined) this.#within(StreamClient.SILENT_MS);
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
    if (event.type !== "snapshot" || this.joined || !this.#request) return;
    this.#connection.welcomed();
    this.#within(StreamClient.SILENT_MS);
    this.#listener.status({ state: "joined" });
  }

  /** @param {Answer} answer */
  #refused({ status, retryAfterMs }) {
    if (status === 404 || status === 410) return this.#connection.end("This conversation no longer exists.", true);
    if (status === 401 || status === 403) return this.#connection.end("Your session has expired. Reload the page.", false);
    this.#connection.lost("The server is busy.", { atLeastMs: Math.max(retryAfterMs ?? 0, 1000) });
  }

  /** @param {number} ms the stream is lost if nothing comes within this time */
  #within(ms) {
    this.#connection.within(ms, () => this.#connection.lost("The connection was lost."));
  }

  #drop() {
    const request = this.#request;
    this.#request = undefined;
    request?.abort();
  }
}
