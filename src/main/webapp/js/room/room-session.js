import { systemClock } from "../clock.js";
import { DraftBook } from "../drafts/draft-book.js";
import { DraftSender } from "../drafts/draft-sender.js";
import { pace } from "../drafts/pace.js";
import { Emitter } from "../emitter.js";
import { mintId } from "../ids.js";
import { RoomClient } from "../protocol/room-client.js";
import { Session } from "../session/session.js";
import { People } from "./people.js";
import { errorWords } from "../session/words.js";

/**
 * One page's stay in a room: takes in what the server says and says what the person does. It has no DOM; the custom
 * elements show it.
 */
export class RoomSession extends Session {
  /** A post that was not acknowledged in this time is sent again, under its id. */
  static ACKNOWLEDGED_MS = 10_000;

  drafts = new DraftBook();
  people = new People();
  /** @type {import("../session/answers.js").Answers | undefined} */
  answers;
  /** The model that replies here; undefined: the server's. @type {string | undefined} */
  model;

  /** @type {Emitter<void>} */
  drafting = new Emitter();
  /** @type {Emitter<void>} */
  presence = new Emitter();
  /** @type {Emitter<import("../protocol/wire.js").Renamed>} The room has another name or other settings. */
  changed = new Emitter();

  #client;
  #sender;

  /**
   * @param {object} options
   * @param {import("../protocol/wire.js").Participant} options.me
   * @param {() => import("../protocol/room-client.js").SocketLike} options.open
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} options.storage
   * @param {string} options.key names this room in the storage
   * @param {import("../http.js").FetchJson} options.http
   * @param {import("../clock.js").Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor({ me, open, storage, key, http, clock = systemClock, random }) {
    super({ me, storage, key, http, clock });
    this.#client = new RoomClient({
      open,
      clock,
      random,
      listener: { status: (status) => this.#connected(status), frame: (frame) => this.#take(frame) },
    });
    this.#sender = new DraftSender({
      clock,
      mint: mintId,
      send: (frame) => this.#client.send(frame),
      pace: () => pace({ participants: this.people.count, buffered: this.#client.bufferedAmount }),
    });
  }

  /** @override */
  start() {
    super.start();
    this.#client.start();
  }

  /** The last position that this page shows. @returns {string | undefined} */
  get position() {
    return this.#client.cursor;
  }

  get joined() {
    return this.#client.joined;
  }

  /** @override */
  wake() {
    this.#client.wake();
  }

  /** @override */
  rejoin() {
    this.#client.rejoin();
  }

  /** @param {string} reason */
  end(reason) {
    this.#client.stop();
    this.moved({ state: "ended", reason });
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

  /**
   * @override
   * @param {string} text
   */
  post(text) {
    const draftId = this.#sender.posted();
    this.sending.add({ messageId: mintId(), text, draftId, createdAt: new Date().toISOString() });
  }

  /**
   * @override
   * @param {string} replyId
   */
  stop(replyId) {
    if (!this.#client.send({ type: "stop", reply_id: replyId })) {
      this.problem.emit("Not connected: the reply could not be stopped.");
    }
  }

  /**
   * @override
   * @protected
   * @param {import("../transcript/outbox.js").Unsent} unsent
   */
  transmit({ messageId, text, draftId }) {
    const sent = this.#client.send({ type: "post", message_id: messageId, text, draft_id: draftId });
    if (sent) this.sending.later(messageId, RoomSession.ACKNOWLEDGED_MS);
    else this.sending.interrupt();
  }

  /** @param {import("../session/status.js").Status} status */
  #connected(status) {
    if (status.state !== "joined") this.sending.interrupt();
    this.moved(status);
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
        return this.sending.settle(frame.message_id);
      case "error":
        return this.#refused(frame);
    }
  }

  /** @param {import("../protocol/wire.js").Welcome} welcome */
  #welcome(welcome) {
    this.me = welcome.participant;
    this.answers = welcome.room?.answers;
    this.model = welcome.room?.default_model;
    this.notices.forget();
    if (welcome.recovered) {
      for (const event of welcome.events ?? []) this.#event(event);
    } else {
      const messages = welcome.messages ?? [];
      for (const message of messages) this.sending.settle(message.id);
      if (this.transcript.lastPage(messages)) this.hole.emit(welcome.next ?? "");
    }
    this.#snapshot(welcome);
    this.#sender.reconnected();
    // Not before the welcome has been taken in whole: the client is joined when it returns.
    this.clock.after(() => this.sending.resend(), 0);
  }

  /** @param {import("../protocol/wire.js").LiveState} state */
  #snapshot(state) {
    this.transcript.snapshot(state.replies ?? []);
    this.drafts.snapshot(state.drafts ?? [], this.clock.now(), this.me.id);
    if (state.participants) this.people.replace(state.participants);
    this.people.all.forEach((participant) => this.transcript.doubles.add(participant));
    this.drafting.emit();
    this.presence.emit();
  }

  /** @param {import("../protocol/wire.js").WireEvent} event */
  #event(event) {
    switch (event.type) {
      case "message":
        this.drafts.end(event.message.draft_id);
        this.heard(event);
        this.drafting.emit();
        break;
      case "draft":
        this.drafts.apply(event, this.clock.now());
        this.drafting.emit();
        break;
      case "joined":
        this.people.join(event.participant);
        this.transcript.doubles.add(event.participant);
        this.presence.emit();
        break;
      case "left":
        this.people.leave(event.participant.id);
        this.drafts.leave(event.participant.id);
        this.presence.emit();
        this.drafting.emit();
        break;
      case "conversation":
        this.answers = event.conversation.answers;
        this.model = event.conversation.default_model ?? undefined;
        this.changed.emit(event.conversation);
        break;
      default:
        this.heard(event);
    }
  }

  /** @param {import("../protocol/wire.js").WireError} error */
  #refused(error) {
    if (error.code === "rate_limited" || error.code === "unavailable") {
      const wait = error.retry_after_ms ?? 2000;
      if (error.message_id !== undefined) return this.sending.hold(error.message_id, wait);
      this.#sender.throttled(wait);
      if (error.code === "rate_limited") return; // others see the draft a little later
    } else if (error.message_id !== undefined) {
      return this.sending.refuse(error.message_id, { code: error.code, detail: errorWords(error) });
    } else if (error.code === "conflict") {
      return this.#sender.refused(); // only drafts conflict without naming a message
    }
    this.problem.emit(errorWords(error));
  }
}
