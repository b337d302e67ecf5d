import { systemClock } from "../clock.js";
import { Emitter } from "../emitter.js";
import { mintId } from "../ids.js";
import { StreamClient } from "../protocol/stream-client.js";
import { Session } from "../session/session.js";
import { ConversationApi, urlOf } from "./api.js";
import { Delivery } from "./delivery.js";
import { NewSettings } from "./new-settings.js";
import { NextMessages } from "./next-messages.js";
import { Ratings } from "./ratings.js";
import { ShownPath } from "./shown-path.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */
/** @typedef {import("../protocol/wire.js").Settings} Settings */

/**
 * One page's view of a private conversation. It shows one path through the tree of messages; a conversation that is new
 * exists on the server from its first message on.
 */
export class ConversationSession extends Session {
  /** A hidden page keeps its stream for so long, and for as long as a reply is coming. */
  static REST_MS = 15_000;

  /** @type {import("../protocol/wire.js").Conversation} */
  conversation;
  /** @type {NextMessages} */
  next;

  /** The title or the settings changed; the value tells whether the conversation came to be. @type {Emitter<{created: boolean}>} */
  altered = new Emitter();
  /** Something happened in one of the person's conversations. @type {Emitter<import("../protocol/wire.js").Activity>} */
  activity = new Emitter();

  #api;
  #client;
  #settings;
  #storage;
  #position;
  #path;
  #ratings;
  #delivery;
  /** @type {Promise<void> | undefined} */
  #creating;
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
    super({ me, storage, key: key(conversation.id, me.id), http, clock });
    this.#settings = new NewSettings(storage);
    this.conversation = conversation.id ? conversation : { ...conversation, ...this.#settings.all };
    this.next = new NextMessages(storage, `parley.next.${key(conversation.id, me.id)}`);
    this.#api = new ConversationApi(http);
    this.#storage = storage;
    this.#path = new ShownPath(storage, conversation.id);
    this.#ratings = new Ratings(this.#api, this.transcript);
    this.#delivery = new Delivery({
      sending: this.sending,
      transcript: this.transcript,
      author: () => this.me,
      post: (unsent) => this.#post(unsent),
      listener: {
        expect: (replyId, { messageId, model }) => this.#expect(replyId, messageId, model),
        unreachable: () => this.#unreachable(),
        reached: () => this.isNew && this.moved({ state: "joined" }),
        gone: () => this.#gone(),
      },
    });
    this.#position = position || undefined;
    this.#unread = conversation.id !== "" && !position;
    this.#client = new StreamClient({
      open: (after, signal) => openStream(streamUrl(this.conversation.id, after), signal),
      clock,
      random,
      listener: { status: (status) => this.#connected(status), event: (event) => this.#event(event) },
    });
    this.transcript.reordered.on(() => this.#arrange());
    this.transcript.completed.on((row) => this.#ended(row));
  }

  /** @override */
  start() {
    super.start();
    this.#arrange();
    if (this.conversation.id) {
      this.#client.start(this.#position);
      this.#ratings.read(this.conversation.id);
    } else {
      this.moved({ state: "joined" });
      this.sending.resend();
    }
  }

  /** @override */
  get shown() {
    return this.#path.rows;
  }

  get isNew() {
    return this.conversation.id === "";
  }

  /** Whether what is written now has to wait for the reply before it. */
  get busy() {
    return this.#path.busy;
  }

  /**
   * @override
   * @param {Row} row
   */
  place(row) {
    return this.#path.place(row);
  }

  /**
   * @override
   * @param {string} id goes to the branch that this row is in
   */
  choose(id) {
    this.#path.choose(id);
    this.transcript.reordered.emit();
  }

  /** @override */
  get wanted() {
    return this.#path.wanted;
  }

  /** @override */
  giveUpWanted() {
    this.#path.giveUpWanted();
    this.#arrange();
  }

  /** @returns {string | undefined} the last message of the branch that is shown, if that is not the newest */
  get shownEnd() {
    return this.#path.shownEnd;
  }

  /**
   * @override
   * @param {string} text
   */
  post(text) {
    this.next.add(text);
    if (!this.busy) this.postWaiting(0);
  }

  /** @param {number} index of a message that waits: sent although nothing finished before it */
  postWaiting(index) {
    const text = this.next.take(index);
    if (text !== undefined) this.#postNow(text, this.#path.end);
  }

  /**
   * The edited message stays, as another branch.
   *
   * @param {string} messageId
   * @param {string} text
   */
  edit(messageId, text) {
    this.#postNow(text, this.#path.parentOf(messageId) || this.conversation.id);
  }

  /**
   * @param {string} messageId one's own message
   * @param {string} [model]
   */
  async regenerate(messageId, model) {
    await this.attempt(async () => {
      const { reply_id: replyId } = await this.#api.answerAgain(messageId, model);
      this.#expect(replyId, messageId, model);
    });
  }

  /**
   * @override
   * @param {string} replyId
   */
  async stop(replyId) {
    await this.attempt(() => this.#api.stop(replyId));
  }

  /**
   * @param {string} replyId
   * @param {"up" | "down"} rating given before, it is withdrawn
   */
  rate(replyId, rating) {
    return this.#ratings.give(replyId, rating, (request) => this.attempt(request));
  }

  /**
   * @param {Settings & {title?: string}} settings only what changes
   * @throws {Refusal} when the server does not accept them
   */
  async configure(settings) {
    if (this.conversation.id) {
      this.conversation = await this.#api.change(this.conversation.id, settings);
    } else {
      this.conversation = { ...this.conversation, ...settings };
      this.#settings.add(settings);
    }
    this.altered.emit({ created: false });
  }

  /** @override */
  wake() {
    if (this.isNew && this.status.state === "waiting") this.sending.resend();
    this.#client.wake();
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
    this.timers.set("rest", ConversationSession.REST_MS, () => {
      if (this.busy || this.next.texts.length > 0) this.#restSoon();
      else if (this.#hidden) this.#client.rest();
    });
  }

  /**
   * @override
   * @protected
   * @param {import("../transcript/outbox.js").Unsent} unsent
   */
  transmit(unsent) {
    return this.#delivery.transmit(unsent);
  }

  /** @param {import("../transcript/outbox.js").Unsent} unsent the first one makes the conversation */
  async #post(unsent) {
    await this.#exist();
    return this.#api.post(this.conversation.id, unsent);
  }

  /** A conversation that exists has a stream, which says how the connection stands. */
  #unreachable() {
    if (!this.isNew) return;
    const retryAt = this.clock.now() + Delivery.AGAIN_MS;
    this.moved({ state: "waiting", retryAt, reason: "The server cannot be reached.", attempt: 1 });
  }

  /** A new conversation is made with its first message. */
  async #exist() {
    if (this.conversation.id) return;
    this.#creating ??= this.#create().finally(() => (this.#creating = undefined));
    await this.#creating;
  }

  async #create() {
    const { id: _, ...settings } = this.conversation;
    this.conversation = await this.#api.create(settings);
    this.#settings.end();
    this.#path.begin(this.conversation.id);
    const name = key(this.conversation.id, this.me.id);
    this.sending.moveTo(name);
    const waiting = new NextMessages(this.#storage, `parley.next.${name}`);
    waiting.changed = this.next.changed;
    for (let text = this.next.take(); text !== undefined; text = this.next.take()) waiting.add(text);
    this.next = waiting;
    this.#arrange();
    this.altered.emit({ created: true });
    this.#client.start(undefined);
  }

  /**
   * @param {string} text
   * @param {string | undefined} parentId
   */
  #postNow(text, parentId) {
    this.#path.giveUpWanted();
    this.#path.follow(parentId);
    this.sending.add({ messageId: mintId(), text, parentId, createdAt: new Date().toISOString() });
  }

  /**
   * Shows a reply that is sure to come, so that it can be stopped before its first event.
   *
   * @param {string} replyId
   * @param {string} messageId
   * @param {string} [model]
   */
  #expect(replyId, messageId, model = this.conversation.default_model ?? "") {
    this.#path.follow(messageId);
    this.transcript.started({ type: "reply.started", reply_id: replyId, message_id: messageId, model, attempt: 0, position: "" });
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
        this.#gone();
        break;
      case "activity":
        this.activity.emit(event);
        break;
      default:
        this.#follow(event);
        this.heard(event);
    }
  }

  /**
   * What is new wins over what was chosen, where it stands.
   *
   * @param {import("../protocol/wire.js").WireEvent} event
   */
  #follow(event) {
    if (event.type === "message" && !this.transcript.find(event.message.id)) this.#path.follow(event.message.parent_id);
    if (event.type === "reply.started" && !this.transcript.find(event.reply_id)) this.#path.follow(event.message_id);
  }

  /** The position could not be served: the last page of history stands in for what was missed. */
  async #reload() {
    await this.attempt(async () => {
      const page = await this.#api.lastPage(this.conversation.id);
      for (const message of page.items) this.sending.settle(message.id);
      if (this.transcript.lastPage(page.items) || this.#unread) this.hole.emit(page.next ?? "");
      this.#unread = false;
    });
  }

  #gone() {
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

  /** @param {Row} row complete */
  #ended(row) {
    if (row.role === "assistant" && row.status === "finished" && !this.busy && this.shown.includes(row)) this.postWaiting(0);
  }

  #arrange() {
    this.#ratings.apply();
    this.#path.show(this.transcript.rows, this.conversation.id, this.complete);
  }
}

/**
 * @param {string} conversationId
 * @param {string} meId
 */
function key(conversationId, meId) {
  return `${conversationId || "new"}.${meId}`;
}

/**
 * @param {string} id
 * @param {string | undefined} after
 */
function streamUrl(id, after) {
  return urlOf(id, "/stream") + (after ? `?after=${encodeURIComponent(after)}` : "");
}
