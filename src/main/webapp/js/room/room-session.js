import { systemClock } from "../clock.js";
import { DraftBook } from "../drafts/draft-book.js";
import { DraftSender } from "../drafts/draft-sender.js";
import { pace } from "../drafts/pace.js";
import { Emitter } from "../emitter.js";
import { mintId } from "../ids.js";
import { RoomClient } from "../protocol/room-client.js";
import { Outbox } from "../transcript/outbox.js";
import { Transcript } from "../transcript/transcript.js";
import { People } from "./people.js";
import { errorWords } from "./words.js";

/**
 * One page's stay in a room: takes in what the server says and says what the person does. It has no DOM; the custom
 * elements show it.
 */
export class RoomSession {
  /** A post that was not acknowledged in this time is sent again, under its id. */
  static ACKNOWLEDGED_MS = 10_000;
  /** A reply whose next piece is missing for this long: rejoin, which brings the whole text. */
  static STALLED_MS = 3000;

  transcript = new Transcript();
  drafts = new DraftBook();
  people = new People();
  /** @type {Map<string, string>} what is degraded: code → sentence */
  notices = new Map();
  /** @type {import("../protocol/room-client.js").Status} */
  status = { state: "connecting", attempt: 0 };
  /** @type {"all" | "mentions" | undefined} */
  answers;

  /** @type {Emitter<import("../protocol/room-client.js").Status>} */
  connection = new Emitter();
  /** @type {Emitter<void>} */
  drafting = new Emitter();
  /** @type {Emitter<void>} */
  presence = new Emitter();
  /** @type {Emitter<void>} */
  noticed = new Emitter();
  /** Something went wrong that the person should know. @type {Emitter<string>} */
  problem = new Emitter();
  /** Earlier rows were dropped; the value is the cursor of what comes before, if it is known. @type {Emitter<string | undefined>} */
  hole = new Emitter();

  #clock;
  #client;
  #sender;
  #outbox;
  /** @type {Map<string, unknown>} */
  #timers = new Map();

  /**
   * @param {object} options
   * @param {import("../protocol/wire.js").Participant} options.me
   * @param {() => import("../protocol/room-client.js").SocketLike} options.open
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} options.storage
   * @param {string} options.key names this room in the storage
   * @param {import("../clock.js").Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor({ me, open, storage, key, clock = systemClock, random }) {
    this.me = me;
    this.#clock = clock;
    this.#outbox = new Outbox(storage, `parley.outbox.${key}`);
    this.#client = new RoomClient({
      open,
      clock,
      random,
      listener: { status: (status) => this.#moved(status), frame: (frame) => this.#take(frame) },
    });
    this.#sender = new DraftSender({
      clock,
      mint: mintId,
      send: (frame) => this.#client.send(frame),
      pace: () => pace({ participants: this.people.count, buffered: this.#client.bufferedAmount }),
    });
  }

  start() {
    for (const unsent of this.#outbox.items) this.#showUnsent(unsent);
    this.#client.start();
  }

  get joined() {
    return this.#client.joined;
  }

  /** The page is looked at again, or the network is back. */
  wake() {
    this.#client.wake();
  }

  rejoin() {
    this.#client.rejoin();
  }

  /** @param {string} reason */
  end(reason) {
    this.#client.stop();
    this.#moved({ state: "ended", reason });
  }

  /** Whether a long paste waits unseen in the composer. */
  get withheld() {
    return this.#sender.withheld;
  }

  /** @param {string} text the composer's whole text */
  type(text) {
    this.#sender.edit(text);
  }

  /** @param {string} text that was in the composer before a reload */
  restore(text) {
    this.#sender.restore(text);
  }

  /** @param {boolean} on */
  shareTyping(on) {
    this.#sender.share(on);
  }

  /** @param {string} text */
  post(text) {
    const draftId = this.#sender.posted();
    const unsent = { messageId: mintId(), text, draftId, createdAt: new Date().toISOString() };
    this.#outbox.add(unsent);
    this.#showUnsent(unsent);
    this.#send(unsent);
  }

  /** @param {string} messageId a message that was refused */
  retry(messageId) {
    const unsent = this.#outbox.items.find((item) => item.messageId === messageId);
    if (unsent) this.#send(unsent);
  }

  /** @param {string} messageId */
  discard(messageId) {
    this.#settle(messageId);
    this.transcript.remove(messageId);
  }

  /** @param {string} replyId */
  stop(replyId) {
    if (!this.#client.send({ type: "stop", reply_id: replyId })) {
      this.problem.emit("Not connected: the reply could not be stopped.");
    }
  }

  /** @param {import("../protocol/room-client.js").Status} status */
  #moved(status) {
    this.status = status;
    this.connection.emit(status);
  }

  /** @param {import("../protocol/wire.js").ServerFrame} frame */
  #take(frame) {
    switch (frame.type) {
      case "welcome":
        return this.#welcome(frame);
      case "events":
        return frame.events.forEach((event) => this.#event(event));
      case "snapshot":
        return this.#snapshot(frame);
      case "posted":
        return this.#settle(frame.message_id);
      case "error":
        return this.#refused(frame);
    }
  }

  /** @param {import("../protocol/wire.js").Welcome} welcome */
  #welcome(welcome) {
    this.me = welcome.participant;
    this.answers = welcome.room?.answers;
    this.notices.clear(); // what still holds is told again
    this.noticed.emit();
    if (welcome.recovered) {
      for (const event of welcome.events ?? []) this.#event(event);
    } else {
      const messages = welcome.messages ?? [];
      for (const message of messages) this.#settle(message.id);
      if (this.transcript.lastPage(messages)) this.hole.emit(welcome.next ?? "");
    }
    this.#snapshot(welcome);
    this.#sender.reconnected();
    // Not before the welcome has been taken in whole: the client is joined when it returns.
    this.#clock.after(() => this.#outbox.items.forEach((unsent) => this.#send(unsent)), 0);
  }

  /** @param {import("../protocol/wire.js").LiveState} state */
  #snapshot(state) {
    this.transcript.snapshot(state.replies ?? []);
    this.drafts.snapshot(state.drafts ?? [], this.#clock.now(), this.me.id);
    if (state.participants) this.people.replace(state.participants);
    this.drafting.emit();
    this.presence.emit();
  }

  /** @param {import("../protocol/wire.js").WireEvent} event */
  #event(event) {
    switch (event.type) {
      case "message":
        this.drafts.end(event.message.draft_id);
        this.#settle(event.message.id);
        this.transcript.message(event.message);
        this.drafting.emit();
        break;
      case "reply.started":
        this.transcript.started(event);
        break;
      case "reply.delta":
        if (!this.transcript.delta(event)) this.#stalled(event.reply_id);
        break;
      case "reply.finished":
        this.transcript.finished(event);
        break;
      case "draft":
        this.drafts.apply(event, this.#clock.now());
        this.drafting.emit();
        break;
      case "joined":
        this.people.join(event.participant);
        this.presence.emit();
        break;
      case "left":
        this.people.leave(event.participant.id);
        this.drafts.leave(event.participant.id);
        this.presence.emit();
        this.drafting.emit();
        break;
      case "removed":
        this.#settle(event.message_id);
        this.transcript.remove(event.message_id);
        break;
      case "notice":
        if (event.active) this.notices.set(event.code, event.detail);
        else this.notices.delete(event.code);
        this.noticed.emit();
        break;
    }
  }

  /** @param {import("../protocol/wire.js").WireError} error */
  #refused(error) {
    if (error.code === "rate_limited" || error.code === "unavailable") {
      const wait = error.retry_after_ms ?? 2000;
      if (error.message_id === undefined) this.#sender.throttled(wait);
      else this.#later(error.message_id, wait);
      if (error.message_id === undefined && error.code === "rate_limited") return; // others see the draft a little later
    } else if (error.message_id !== undefined) {
      this.#cancelTimer(error.message_id);
      this.transcript.mark(error.message_id, "unsent", { code: error.code, detail: errorWords(error) });
      return;
    } else if (error.code === "conflict") {
      this.#sender.refused(); // only drafts conflict without naming a message
      return;
    }
    this.problem.emit(errorWords(error));
  }

  /** @param {string} replyId */
  #stalled(replyId) {
    if (this.#timers.has(replyId)) return;
    this.#after(replyId, RoomSession.STALLED_MS, () => {
      if (this.transcript.find(replyId)?.stalled) this.#client.rejoin();
    });
  }

  /** @param {import("../transcript/outbox.js").Unsent} unsent */
  #showUnsent(unsent) {
    this.transcript.pending({
      id: unsent.messageId,
      role: "user",
      author: this.me,
      text: unsent.text,
      status: "pending",
      createdAt: unsent.createdAt,
      attempt: 0,
      seq: 0,
      stalled: false,
    });
  }

  /** @param {import("../transcript/outbox.js").Unsent} unsent */
  #send({ messageId, text, draftId }) {
    this.transcript.mark(messageId, "pending");
    const sent = this.#client.send({ type: "post", message_id: messageId, text, draft_id: draftId });
    if (sent) this.#later(messageId, RoomSession.ACKNOWLEDGED_MS);
  }

  /**
   * @param {string} messageId
   * @param {number} delayMs
   */
  #later(messageId, delayMs) {
    this.#after(messageId, delayMs, () => this.retry(messageId));
  }

  /** @param {string} messageId it is on the log, or given up */
  #settle(messageId) {
    this.#cancelTimer(messageId);
    this.#outbox.remove(messageId);
  }

  /**
   * @param {string} id
   * @param {number} delayMs
   * @param {() => void} run
   */
  #after(id, delayMs, run) {
    this.#cancelTimer(id);
    const timer = this.#clock.after(() => {
      this.#timers.delete(id);
      run();
    }, delayMs);
    this.#timers.set(id, timer);
  }

  /** @param {string} id */
  #cancelTimer(id) {
    this.#clock.cancel(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
