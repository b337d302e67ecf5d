import { systemClock } from "../clock.js";
import { Emitter } from "../emitter.js";
import { Refusal } from "../http.js";
import { mintId } from "../ids.js";
import { Transcript } from "../transcript/transcript.js";
import { Notices } from "./notices.js";
import { SendQueue } from "./send-queue.js";
import { Timers } from "./timers.js";
import { errorWords } from "./words.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */
/** @typedef {import("../transcript/outbox.js").Unsent} Unsent */

/**
 * One page's part in a conversation, whatever carries it: what was said, what is on its way, how the connection stands. It
 * has no DOM; the custom elements show it.
 *
 * A room (`RoomSession`) and a private conversation (`ConversationSession`) say how a message is sent and how the page
 * catches up.
 *
 * @abstract
 */
export class Session {
  /** A reply whose next piece is missing for this long: rejoin, which brings the whole text. */
  static STALLED_MS = 3000;

  /** @type {Transcript} */
  transcript;
  notices = new Notices();
  /** @type {import("./status.js").Status} */
  status = { state: "connecting", attempt: 0 };

  /** @type {Emitter<import("./status.js").Status>} */
  connection = new Emitter();
  /** Something went wrong that the person should know. @type {Emitter<string>} */
  problem = new Emitter();
  /** Earlier rows were dropped; the value is the cursor of what comes before, if it is known. @type {Emitter<string | undefined>} */
  hole = new Emitter();

  /** @protected */
  clock;
  /** @protected */
  http;
  /** @protected @type {SendQueue} one's own messages on their way */
  sending;
  /** @protected @type {Timers} */
  timers;

  /**
   * @param {object} options
   * @param {import("../protocol/wire.js").Participant} options.me
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} options.storage
   * @param {string} options.key names this conversation in the storage
   * @param {import("../http.js").FetchJson} options.http
   * @param {import("../clock.js").Clock} [options.clock]
   */
  constructor({ me, storage, key, http, clock = systemClock }) {
    this.me = me;
    this.http = http;
    this.clock = clock;
    this.transcript = new Transcript(clock);
    this.timers = new Timers(clock);
    this.sending = new SendQueue({
      storage,
      key,
      transcript: this.transcript,
      timers: this.timers,
      clock,
      author: () => this.me,
      transmit: (unsent) => this.transmit(unsent),
    });
  }

  /** @returns {Row[]} what the page shows */
  get shown() {
    return this.transcript.rows;
  }

  /** @returns {Row[]} replies in progress that the page shows */
  get replying() {
    return this.shown.filter((row) => row.status === "streaming");
  }

  /**
   * Where a row stands among those that could stand in its place.
   *
   * @param {Row} _row
   * @returns {import("../conversation/branches.js").Place}
   */
  place(_row) {
    return { number: 1, ids: [_row.id] };
  }

  /** Whether the beginning of what was said is among the rows. */
  complete = true;

  /** @param {string} _id goes to the branch that this row is in */
  choose(_id) {}

  /**
   * The last message of the branch that was shown before a reload, while the page does not reach back to it.
   *
   * @returns {string | undefined}
   */
  get wanted() {
    return undefined;
  }

  /** The branch that was shown before is not there any more. */
  giveUpWanted() {}

  start() {
    this.sending.start();
  }

  /** The page is looked at again, or the network is back. */
  wake() {}

  /** Comes back over a new connection; nothing is missed. */
  rejoin() {}

  /** @param {string} text */
  post(text) {
    this.sending.add({ messageId: mintId(), text, createdAt: new Date().toISOString() });
  }

  /** Messages wait for a limit, or wait no longer. */
  get held() {
    return this.sending.held;
  }

  /** @returns {import("./words.js").Waiting | undefined} messages that wait for a limit */
  get waiting() {
    return this.sending.waiting;
  }

  /** @param {string} messageId a message that was refused */
  retry(messageId) {
    this.sending.retry(messageId);
  }

  /** @param {string} messageId */
  discard(messageId) {
    this.sending.discard(messageId);
  }

  /**
   * @abstract
   * @param {string} _replyId
   */
  stop(_replyId) {}

  /**
   * The model goes on where a reply was cut off or stopped, in the same reply.
   *
   * @param {string} replyId
   * @returns {Promise<boolean>} whether it will; if not, the person has been told
   */
  continueReply(replyId) {
    return this.attempt(() => this.http(`/api/replies/${replyId}/continue`, { method: "POST" }));
  }

  /**
   * @protected
   * @param {() => Promise<unknown>} request
   * @returns {Promise<boolean>} whether it worked; if not, the person has been told
   */
  async attempt(request) {
    try {
      await request();
      return true;
    } catch (error) {
      const words =
        error instanceof Refusal
          ? errorWords({ code: error.code, detail: error.message, retry_after_ms: error.retryAfterMs })
          : "The server cannot be reached. Check your connection and try again.";
      this.problem.emit(words);
      return false;
    }
  }

  /**
   * Sends a message that is not on the log yet: {@link SendQueue} says how that ends.
   *
   * @protected
   * @abstract
   * @param {Unsent} _unsent
   */
  transmit(_unsent) {}

  /** @protected @param {import("./status.js").Status} status */
  moved(status) {
    this.status = status;
    this.connection.emit(status);
  }

  /**
   * What every transport tells about what is said.
   *
   * @protected
   * @param {import("../protocol/wire.js").WireEvent} event
   */
  heard(event) {
    switch (event.type) {
      case "message":
        this.sending.settle(event.message.id);
        this.transcript.message(event.message);
        break;
      case "reply.started":
        this.transcript.started(event);
        break;
      case "reply.delta":
        if (!this.transcript.delta(event)) this.#stalled(event.reply_id);
        break;
      case "reply.thinking":
        this.transcript.thinking(event);
        break;
      case "reply.finished":
        this.transcript.finished(event);
        break;
      case "removed":
        this.sending.settle(event.message_id);
        this.transcript.remove(event.message_id);
        break;
      case "notice":
        this.notices.take(event);
        break;
    }
  }

  /** @param {string} replyId */
  #stalled(replyId) {
    if (this.timers.has(replyId)) return;
    this.timers.set(replyId, Session.STALLED_MS, () => {
      if (this.transcript.find(replyId)?.stalled) this.rejoin();
    });
  }
}
