import { systemClock } from "../clock.js";
import { DRAFT_LIMIT, MESSAGE_LIMIT } from "../limits.js";
import { codePoints } from "./code-points.js";
import { difference, operations } from "./diff.js";

/**
 * Sends what this person types, as it is typed: `new`, then `edit`s, `cancel` when the text is gone. The message that is
 * posted names the draft and takes its place.
 *
 * XEP-0301 repeats the whole text every ten seconds for those who join late. Here the server holds the text and gives
 * it to them, so a `reset` is sent only when the server may have missed an update: after it refused one, and after a
 * pause in which it may have forgotten the draft. A draft belongs to its connection: after a reconnection it is begun
 * anew.
 *
 * A long paste is withheld until it is sent: people paste things they did not mean to show.
 */
export class DraftSender {
  /** A single change that inserts more than this is a paste, in code points. */
  static PASTE = 400;
  /** After a pause of this length the whole text is sent again. */
  static PAUSE_MS = 30_000;

  #send;
  #mint;
  #clock;
  #pace;

  /** @type {string | undefined} */
  #id;
  #seq = 0;
  /** @type {string[]} what the server has */
  #sent = [];
  /** @type {string[]} what the composer has */
  #current = [];
  #sharing = true;
  #withheld = false;
  #stale = false;
  #sentAt = 0;
  #quietUntil = 0;
  /** @type {unknown} */
  #timer;

  /**
   * @param {object} options
   * @param {(frame: object) => boolean} options.send false when it could not be sent
   * @param {() => string} options.mint
   * @param {() => number} options.pace milliseconds between updates, now
   * @param {import("../clock.js").Clock} [options.clock]
   */
  constructor({ send, mint, pace, clock = systemClock }) {
    this.#send = send;
    this.#mint = mint;
    this.#pace = pace;
    this.#clock = clock;
  }

  /** Whether the composer holds a paste that others do not see yet. */
  get withheld() {
    return this.#withheld && this.#sharing;
  }

  /** @param {string} text the whole text of the composer */
  edit(text) {
    const before = this.#current;
    this.#current = shareable(text);
    if (difference(before, this.#current).inserted.length > DraftSender.PASTE) this.#withheld = true;
    else if (this.#withheld) {
      this.#withheld = difference(this.#sent, this.#current).inserted.length > DraftSender.PASTE;
    }
    this.#schedule();
  }

  /** Takes up a text that was there before, such as one that survived a reload: no paste, however long. */
  restore(/** @type {string} */ text) {
    this.#current = shareable(text);
    this.#schedule();
  }

  /**
   * The text leaves as a message.
   *
   * @returns {string | undefined} the id of the draft that the message takes the place of
   */
  posted() {
    const id = this.#id;
    this.#forget();
    this.#current = [];
    this.#withheld = false;
    return id;
  }

  /** @param {boolean} on */
  share(on) {
    this.#sharing = on;
    if (on) this.#schedule();
    else this.#cancel();
  }

  /** A new connection: the draft ended with the old one. */
  reconnected() {
    this.#forget();
    this.#quietUntil = 0;
    this.#schedule();
  }

  /** The server did not take an update in. */
  refused() {
    this.#stale = this.#id !== undefined;
    this.#schedule();
  }

  /** @param {number} retryAfterMs */
  throttled(retryAfterMs) {
    this.#stale = this.#id !== undefined;
    this.#quietUntil = this.#clock.now() + retryAfterMs;
  }

  #schedule() {
    if (this.#timer !== undefined) return;
    const wait = Math.max(this.#pace(), this.#quietUntil - this.#clock.now());
    this.#timer = this.#clock.after(() => {
      this.#timer = undefined;
      this.#flush();
    }, wait);
  }

  #flush() {
    if (!this.#sharing) return;
    if (this.#clock.now() < this.#quietUntil) return this.#schedule();
    if (this.#current.length === 0) return this.#cancel();
    if (this.#withheld) return;
    const text = this.#current.slice(0, DRAFT_LIMIT);
    if (this.#id === undefined) {
      this.#id = this.#mint();
      this.#seq = 0;
      this.#update("new", operations([], text), text);
    } else if (this.#stale || this.#clock.now() - this.#sentAt > DraftSender.PAUSE_MS) {
      if (!this.#stale && operations(this.#sent, text).length === 0) return;
      this.#update("reset", operations([], text), text);
    } else {
      const ops = operations(this.#sent, text);
      if (ops.length > 0) this.#update("edit", ops, text);
    }
  }

  #cancel() {
    if (this.#id !== undefined) this.#update("cancel", [], []);
    this.#forget();
  }

  /**
   * @param {import("../protocol/wire.js").DraftKind} event
   * @param {import("../protocol/wire.js").Op[]} ops
   * @param {string[]} text what the server has once it has taken the update in
   */
  #update(event, ops, text) {
    this.#seq++;
    this.#sent = text;
    this.#sentAt = this.#clock.now();
    this.#stale = !this.#send({ type: "draft", draft_id: this.#id, seq: this.#seq, event, ops });
  }

  #forget() {
    this.#id = undefined;
    this.#sent = [];
    this.#stale = false;
    this.#clock.cancel(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * @param {string} text
 * @returns {string[]} as much of it as a message can have: megabytes that were pasted are not worked through at every key
 */
function shareable(text) {
  return codePoints(text.slice(0, 2 * MESSAGE_LIMIT));
}
