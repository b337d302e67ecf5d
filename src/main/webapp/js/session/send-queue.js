import { Emitter } from "../emitter.js";
import { Outbox } from "../transcript/outbox.js";

/** @typedef {import("../transcript/outbox.js").Unsent} Unsent */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store */

/**
 * One's own messages that are not on the log yet, sent one at a time and first in, first out: the server may refuse one for
 * now and take the next, and the two would change places. They are among the rows of the transcript, and outlive the page.
 *
 * What is being sent ends with `settle`, `refuse`, `later` or `hold`, or is interrupted.
 */
export class SendQueue {
  /** Messages wait for a limit, or wait no longer. @type {Emitter<void>} */
  held = new Emitter();

  #storage;
  #outbox;
  #transcript;
  #timers;
  #clock;
  #author;
  #transmit;
  /** The message that is being sent. Those after it wait. @type {string | undefined} */
  #sending;
  /** What waits for a limit: {@link waiting}. @type {{messageId: string, until: number} | undefined} */
  #held;
  /** Messages that wait for the person, and that nothing waits for. @type {Set<string>} */
  #refused = new Set();

  /**
   * @param {object} options
   * @param {Store} options.storage
   * @param {string} options.key names the conversation in the storage
   * @param {import("../transcript/transcript.js").Transcript} options.transcript
   * @param {import("./timers.js").Timers} options.timers
   * @param {import("../clock.js").Clock} options.clock
   * @param {() => import("../protocol/wire.js").Participant} options.author
   * @param {(unsent: Unsent) => void} options.transmit
   */
  constructor({ storage, key, transcript, timers, clock, author, transmit }) {
    this.#storage = storage;
    this.#outbox = new Outbox(storage, nameOf(key));
    this.#transcript = transcript;
    this.#timers = timers;
    this.#clock = clock;
    this.#author = author;
    this.#transmit = transmit;
  }

  /** Shows what an earlier page has left. */
  start() {
    for (const unsent of this.#outbox.items) this.#show(unsent);
  }

  /** @param {string} key another name for the conversation, to which all that waits is moved */
  moveTo(key) {
    const outbox = new Outbox(this.#storage, nameOf(key));
    for (const unsent of this.#outbox.items) {
      outbox.add(unsent);
      this.#outbox.remove(unsent.messageId);
    }
    this.#outbox = outbox;
  }

  /** @param {Unsent} unsent a new message of one's own */
  add(unsent) {
    this.#outbox.add(unsent);
    this.#show(unsent);
    this.#sendNext();
    if (this.#held) this.held.emit();
  }

  /** @param {string} messageId a message that was refused */
  retry(messageId) {
    this.#refused.delete(messageId);
    this.#transcript.mark(messageId, "pending");
    this.#sendNext();
  }

  /** @param {string} messageId */
  discard(messageId) {
    this.settle(messageId);
    this.#transcript.remove(messageId);
  }

  /**
   * Messages that wait for a limit, in their order: the first is sent when the server permits it, then the others.
   *
   * @returns {import("./words.js").Waiting | undefined}
   */
  get waiting() {
    const messages = this.#outbox.items.filter(({ messageId }) => !this.#refused.has(messageId)).length;
    return this.#held && { ...this.#held, messages: Math.max(1, messages) };
  }

  /** What waits goes out again, now that there is a connection. */
  resend() {
    this.interrupt();
    this.#sendNext();
  }

  /** Whatever was being sent may not have arrived. */
  interrupt() {
    if (this.#sending !== undefined) this.#timers.cancel(this.#sending);
    this.#sending = undefined;
    this.#release();
  }

  /**
   * @param {string} messageId is sent again, before those that wait behind it
   * @param {number} delayMs
   */
  later(messageId, delayMs) {
    this.#timers.set(messageId, delayMs, () => this.#ended(messageId));
  }

  /**
   * The server has no place for this message yet.
   *
   * @param {string} messageId is sent again, before those that wait behind it
   * @param {number} delayMs
   */
  hold(messageId, delayMs) {
    this.later(messageId, delayMs);
    this.#held = { messageId, until: this.#clock.now() + delayMs };
    this.held.emit();
  }

  /** @param {string} messageId it is on the log, or discarded */
  settle(messageId) {
    this.#timers.cancel(messageId);
    this.#outbox.remove(messageId);
    this.#refused.delete(messageId);
    this.#ended(messageId);
  }

  /**
   * @param {string} messageId
   * @param {import("../protocol/wire.js").Failure} failure
   */
  refuse(messageId, failure) {
    this.#timers.cancel(messageId);
    this.#refused.add(messageId);
    this.#transcript.mark(messageId, "unsent", failure);
    this.#ended(messageId);
  }

  /** @param {Unsent} unsent */
  #show(unsent) {
    this.#transcript.pending({
      id: unsent.messageId,
      role: "user",
      author: this.#author(),
      text: unsent.text,
      status: "pending",
      parentId: unsent.parentId,
      createdAt: unsent.createdAt,
      attempt: 0,
      seq: 0,
      stalled: false,
    });
  }

  /** @param {string} messageId */
  #ended(messageId) {
    if (this.#held?.messageId === messageId) this.#release();
    if (this.#sending !== messageId) return;
    this.#sending = undefined;
    this.#sendNext();
  }

  #release() {
    if (!this.#held) return;
    this.#held = undefined;
    this.held.emit();
  }

  #sendNext() {
    if (this.#sending !== undefined) return;
    const next = this.#outbox.items.find(({ messageId }) => !this.#refused.has(messageId));
    if (!next) return;
    this.#sending = next.messageId;
    this.#transmit(next);
  }
}

/** @param {string} key */
function nameOf(key) {
  return `parley.outbox.${key}`;
}
