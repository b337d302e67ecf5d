import { systemClock } from "../clock.js";
import { Emitter } from "../emitter.js";
import { StreamClient } from "../protocol/stream-client.js";
import { Session } from "../session/session.js";
import { ConversationApi, urlOf } from "./api.js";
import { Ratings } from "./ratings.js";
import { ShownPath } from "./shown-path.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */

/**
 * A private conversation as one page follows it: its stream of events, and the one path through the tree of messages that the
 * page shows. What the person writes is added by {@link import("./conversation-session.js").ConversationSession}.
 *
 * @abstract
 */
export class FollowedConversation extends Session {
  /** A hidden page keeps its stream for so long, and for as long as a reply is coming. */
  static REST_MS = 15_000;

  /** @type {import("../protocol/wire.js").Conversation} */
  conversation;

  /** The title or the settings changed; the value tells whether the conversation came to be. @type {Emitter<{created: boolean}>} */
  altered = new Emitter();
  /** Something happened in one of the person's conversations. @type {Emitter<import("../protocol/wire.js").Activity>} */
  activity = new Emitter();

  /** @protected */
  api;
  /** @protected */
  path;
  /** @protected */
  ratings;
  #client;
  #position;
  #hidden = false;
  /** The server could not show history when it rendered the page. */
  #unread;

  /**
   * @param {object} options
   * @param {import("../protocol/wire.js").Participant} options.me
   * @param {import("../protocol/wire.js").Conversation} options.conversation `id` empty: not there yet
   * @param {string} [options.position] where the rows that the page shows already stand
   * @param {import("../http.js").FetchJson} options.http
   * @param {(url: string, signal: AbortSignal) => Promise<import("../protocol/stream-client.js").Answer>} options.openStream
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} options.storage
   * @param {import("../clock.js").Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor({ me, conversation, position, http, openStream, storage, clock = systemClock, random }) {
    super({ me, storage, key: keyOf(conversation.id, me.id), http, clock });
    this.conversation = conversation;
    this.api = new ConversationApi(http);
    this.path = new ShownPath(storage, conversation.id);
    this.ratings = new Ratings(this.api, this.transcript);
    this.#position = position || undefined;
    this.#unread = conversation.id !== "" && !position;
    this.#client = new StreamClient({
      open: (after, signal) => openStream(streamUrl(this.conversation.id, after), signal),
      clock,
      random,
      listener: { status: (status) => this.#connected(status), event: (event) => this.#event(event) },
    });
    this.transcript.reordered.on(() => this.arrange());
  }

  /** @override */
  start() {
    super.start();
    this.arrange();
    if (this.isNew) return;
    this.follow(this.#position);
    this.ratings.read(this.conversation.id);
  }

  /** @protected @param {string | undefined} position where the page stands */
  follow(position) {
    this.#client.start(position);
  }

  /** @protected Whether the page has something to do although nobody looks at it. */
  get unfinished() {
    return this.busy;
  }

  /** @override */
  wake() {
    this.#client.wake();
  }

  /** @override */
  get shown() {
    return this.path.rows;
  }

  get isNew() {
    return this.conversation.id === "";
  }

  /** Whether what is written now has to wait for the reply before it. */
  get busy() {
    return this.path.busy;
  }

  /**
   * @override
   * @param {Row} row
   */
  place(row) {
    return this.path.place(row);
  }

  /**
   * @override
   * @param {string} id goes to the branch that this row is in
   */
  choose(id) {
    this.path.choose(id);
    this.transcript.reordered.emit();
  }

  /** @override */
  get wanted() {
    return this.path.wanted;
  }

  /** @override */
  giveUpWanted() {
    this.path.giveUpWanted();
    this.arrange();
  }

  /** @returns {string | undefined} the last message of the branch that is shown, if that is not the newest */
  get shownEnd() {
    return this.path.shownEnd;
  }

  /** @override */
  rejoin() {
    this.#client.rejoin();
  }

  /** @param {boolean} hidden whether anybody looks */
  look(hidden) {
    this.#hidden = hidden;
    this.timers.cancel("rest");
    if (hidden) this.#restSoon();
    else this.wake();
  }

  #restSoon() {
    this.timers.set("rest", FollowedConversation.REST_MS, () => {
      if (this.unfinished) this.#restSoon();
      else if (this.#hidden) this.#client.rest();
    });
  }

  /** @param {import("../protocol/wire.js").StreamEvent} event */
  #event(event) {
    switch (event.type) {
      case "snapshot":
        this.notices.forget();
        this.transcript.snapshot(event.replies ?? []);
        break;
      case "reset":
        this.#reload();
        break;
      case "conversation":
        this.conversation = { ...event.conversation };
        this.altered.emit({ created: false });
        break;
      case "conversation.deleted":
        this.gone();
        break;
      case "activity":
        this.activity.emit(event);
        break;
      default:
        this.#turnTo(event);
        this.heard(event);
    }
  }

  /**
   * What is new wins over what was chosen, where it stands.
   *
   * @param {import("../protocol/wire.js").WireEvent} event
   */
  #turnTo(event) {
    if (event.type === "message" && !this.transcript.find(event.message.id)) this.path.follow(event.message.parent_id);
    if (event.type === "reply.started" && !this.transcript.find(event.reply_id)) this.path.follow(event.message_id);
  }

  /** The position could not be served: the last page of history stands in for what was missed. */
  async #reload() {
    await this.attempt(async () => {
      const page = await this.api.lastPage(this.conversation.id);
      for (const message of page.items) this.sending.settle(message.id);
      if (this.transcript.lastPage(page.items) || this.#unread) this.hole.emit(page.next ?? "");
      this.#unread = false;
    });
  }

  /** @protected */
  gone() {
    this.#client.stop();
    this.moved({ state: "ended", reason: "This conversation was deleted.", gone: true });
  }

  /** @param {import("../session/status.js").Status} status */
  #connected(status) {
    this.moved(status);
    if (status.state !== "joined") return;
    if (this.#unread) this.#reload();
    this.sending.resend();
  }

  /** @protected */
  arrange() {
    this.ratings.apply();
    this.path.show(this.transcript.rows, this.conversation.id, this.complete);
  }
}

/**
 * @param {string} conversationId empty: not there yet
 * @param {string} meId
 * @returns {string} names what the tab keeps of the conversation
 */
export function keyOf(conversationId, meId) {
  return `${conversationId || "new"}.${meId}`;
}

/**
 * @param {string} id
 * @param {string | undefined} after
 */
function streamUrl(id, after) {
  return urlOf(id, "/stream") + (after ? `?after=${encodeURIComponent(after)}` : "");
}
