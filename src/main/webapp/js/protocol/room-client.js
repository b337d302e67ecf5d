import { systemClock } from "../clock.js";
import { closeAction } from "./close-codes.js";
import { Heartbeat } from "./heartbeat.js";
import { Reconnector } from "./reconnector.js";

/**
 * @typedef {import("../session/status.js").Status} Status
 *
 * @typedef {Pick<WebSocket, "send" | "close" | "readyState" | "bufferedAmount"> & {
 *   onopen: any, onmessage: any, onclose: any, onerror: any}} SocketLike
 */

const OPEN = 1;

/**
 * One participant's connection to a room, over as many sockets as it takes.
 *
 * It joins, resumes from the last position received in a `welcome`, a `snapshot` or an event (never from `posted`), and
 * comes back by itself as the close code asks. The cursor moves only after the listener has taken a frame in.
 */
export class RoomClient {
  /** A socket that neither opens nor welcomes us in this time counts as lost. */
  static JOIN_MS = 12_000;

  #open;
  #listener;
  #connection;
  #heartbeat;
  /** @type {SocketLike | undefined} */
  #socket;
  /** @type {string | undefined} */
  #cursor;
  #opened = false;

  /**
   * @param {object} options
   * @param {() => SocketLike} options.open makes a socket with subprotocol `parley.v1`
   * @param {{status: (status: Status) => void, frame: (frame: import("./wire.js").ServerFrame) => void}} options.listener
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
    this.#heartbeat = new Heartbeat({
      clock,
      ping: () => this.send({ type: "ping" }),
      dead: () => this.#lost(1006),
    });
  }

  get joined() {
    return this.#connection.joined;
  }

  get cursor() {
    return this.#cursor;
  }

  /** Attempts that failed since the last good connection. */
  get failures() {
    return this.#connection.failures;
  }

  /** Bytes that wait in this browser: a sign of a slow network. */
  get bufferedAmount() {
    return this.#socket?.bufferedAmount ?? 0;
  }

  start() {
    this.#connection.start();
  }

  stop() {
    this.#connection.stop();
  }

  /** Comes back at once over a new socket, for instance under a new name. Nothing is missed: it resumes. */
  rejoin() {
    this.#connection.rejoin();
  }

  /** The page is visible again, or the network is back: try now, or make sure that the connection still lives. */
  wake() {
    if (!this.#connection.running) return;
    if (this.joined) this.#heartbeat.probe();
    else if (!this.#socket) this.#connection.connect();
  }

  /**
   * @param {object} frame
   * @returns {boolean} false when there is no joined connection: nothing was sent
   */
  send(frame) {
    if (!this.joined || this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #connect() {
    const socket = this.#open();
    this.#socket = socket;
    this.#opened = false;
    socket.onopen = () => {
      this.#opened = true;
      const join = this.#cursor === undefined ? { type: "join" } : { type: "join", after: this.#cursor };
      socket.send(JSON.stringify(join));
    };
    socket.onmessage = (/** @type {{data: unknown}} */ event) => this.#received(event.data);
    socket.onclose = (/** @type {{code: number}} */ event) => this.#lost(event.code);
    socket.onerror = () => {}; // a close always follows
    this.#connection.within(RoomClient.JOIN_MS, () => this.#lost(1006));
  }

  /** @param {unknown} data */
  #received(data) {
    this.#heartbeat.heard();
    if (typeof data !== "string") return;
    /** @type {import("./wire.js").ServerFrame} */
    const frame = JSON.parse(data);
    if (frame.type === "error" && !this.joined) return this.#lost(1013); // the join was refused
    if (frame.type === "welcome") this.#connection.welcomed();
    this.#listener.frame(frame);
    this.#advance(frame);
    if (frame.type === "welcome") this.#listener.status({ state: "joined" });
  }

  /** @param {import("./wire.js").ServerFrame} frame */
  #advance(frame) {
    if (frame.type === "welcome" || frame.type === "snapshot") {
      this.#cursor = frame.position ?? this.#cursor;
    } else if (frame.type === "events") {
      for (const event of frame.events) if ("position" in event) this.#cursor = event.position;
    }
  }

  /** @param {number} code */
  #lost(code) {
    const { comeBack, reason, baseMs } = closeAction(code, this.#opened);
    if (comeBack || !this.#connection.running) this.#connection.lost(reason, { baseMs });
    else this.#connection.end(reason);
  }

  /** Lets go of the socket without waiting for its end, which on a dead network takes minutes. */
  #drop() {
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }
}
