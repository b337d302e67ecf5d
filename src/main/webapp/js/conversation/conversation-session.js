import { mintId } from "../ids.js";
import { Delivery } from "./delivery.js";
import { FollowedConversation, keyOf } from "./followed-conversation.js";
import { NewSettings } from "./new-settings.js";
import { NextMessages } from "./next-messages.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */
/** @typedef {import("../protocol/wire.js").Settings} Settings */

/**
 * One page's part in a private conversation: what the person writes, and what they set. A conversation that is new exists on
 * the server from its first message on.
 */
export class ConversationSession extends FollowedConversation {
  /** @type {NextMessages} */
  next;

  #settings;
  #storage;
  #delivery;
  /** @type {Promise<void> | undefined} */
  #creating;

  /** @param {ConstructorParameters<typeof FollowedConversation>[0]} options */
  constructor(options) {
    super(options);
    const { me, conversation, storage } = options;
    this.#settings = new NewSettings(storage);
    if (this.isNew) this.conversation = { ...conversation, ...this.#settings.all };
    this.next = new NextMessages(storage, `parley.next.${keyOf(conversation.id, me.id)}`);
    this.#storage = storage;
    this.#delivery = new Delivery({
      sending: this.sending,
      transcript: this.transcript,
      author: () => this.me,
      post: (unsent) => this.#post(unsent),
      listener: {
        expect: (replyId, { messageId, model }) => this.#expect(replyId, messageId, model),
        unreachable: () => this.#unreachable(),
        reached: () => this.isNew && this.moved({ state: "joined" }),
        gone: () => this.gone(),
      },
    });
    this.transcript.completed.on((row) => this.#ended(row));
  }

  /** @override */
  start() {
    super.start();
    if (!this.isNew) return;
    this.moved({ state: "joined" });
    this.sending.resend();
  }

  /** @override */
  get unfinished() {
    return super.unfinished || this.next.texts.length > 0;
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
    if (text !== undefined) this.#postNow(text, this.path.end);
  }

  /**
   * The edited message stays, as another branch.
   *
   * @param {string} messageId
   * @param {string} text
   */
  edit(messageId, text) {
    this.#postNow(text, this.path.parentOf(messageId) || this.conversation.id);
  }

  /**
   * @param {string} messageId one's own message
   * @param {string} [model]
   */
  async regenerate(messageId, model) {
    await this.attempt(async () => {
      const { reply_id: replyId } = await this.api.answerAgain(messageId, model);
      this.#expect(replyId, messageId, model);
    });
  }

  /**
   * @override
   * @param {string} replyId
   */
  async stop(replyId) {
    await this.attempt(() => this.api.stop(replyId));
  }

  /**
   * @param {string} replyId
   * @param {"up" | "down"} rating given before, it is withdrawn
   */
  rate(replyId, rating) {
    return this.ratings.give(replyId, rating, (request) => this.attempt(request));
  }

  /**
   * @param {Settings & {title?: string}} settings only what changes
   * @throws {Refusal} when the server does not accept them
   */
  async configure(settings) {
    if (this.conversation.id) {
      this.conversation = await this.api.change(this.conversation.id, settings);
    } else {
      this.conversation = { ...this.conversation, ...settings };
      this.#settings.add(settings);
    }
    this.altered.emit({ created: false });
  }

  /** @override */
  wake() {
    if (this.isNew && this.status.state === "waiting") this.sending.resend();
    super.wake();
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
    return this.api.post(this.conversation.id, unsent);
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
    this.conversation = await this.api.create(settings);
    this.#settings.end();
    this.path.begin(this.conversation.id);
    const name = keyOf(this.conversation.id, this.me.id);
    this.sending.moveTo(name);
    const waiting = new NextMessages(this.#storage, `parley.next.${name}`);
    waiting.changed = this.next.changed;
    for (let text = this.next.take(); text !== undefined; text = this.next.take()) waiting.add(text);
    this.next = waiting;
    this.arrange();
    this.altered.emit({ created: true });
    this.follow(undefined);
  }

  /**
   * @param {string} text
   * @param {string | undefined} parentId
   */
  #postNow(text, parentId) {
    this.path.giveUpWanted();
    this.path.follow(parentId);
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
    this.path.follow(messageId);
    this.transcript.started({ type: "reply.started", reply_id: replyId, message_id: messageId, model, attempt: 0, position: "" });
  }

  /** @param {Row} row complete */
  #ended(row) {
    if (row.role === "assistant" && row.status === "finished" && !this.busy && this.shown.includes(row)) this.postWaiting(0);
  }
}
