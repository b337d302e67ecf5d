import { Refusal } from "../http.js";
import { isLocal } from "../transcript/row.js";

/** @typedef {import("../transcript/outbox.js").Unsent} Unsent */

/** Posts one's own messages over HTTP, each once at a time, and says what became of them. */
export class Delivery {
  /** A request that failed without an answer is made again after this time, or when the stream is back. */
  static AGAIN_MS = 3000;

  #sending;
  #transcript;
  #author;
  #post;
  #listener;
  /** @type {Set<string>} */
  #inFlight = new Set();

  /**
   * @param {object} options
   * @param {import("../session/send-queue.js").SendQueue} options.sending
   * @param {import("../transcript/transcript.js").Transcript} options.transcript
   * @param {() => import("../protocol/wire.js").Participant} options.author
   * @param {(unsent: Unsent) => Promise<{position: string, reply_id?: string}>} options.post
   * @param {object} options.listener
   * @param {(replyId: string, unsent: Unsent) => void} options.listener.expect a reply is sure to come
   * @param {() => void} options.listener.unreachable
   * @param {() => void} options.listener.reached the server refuses a message, so it can be reached
   * @param {() => void} options.listener.gone the conversation does not exist any longer
   */
  constructor({ sending, transcript, author, post, listener }) {
    this.#sending = sending;
    this.#transcript = transcript;
    this.#author = author;
    this.#post = post;
    this.#listener = listener;
  }

  /** @param {Unsent} unsent */
  async transmit(unsent) {
    const { messageId } = unsent;
    if (this.#inFlight.has(messageId)) return;
    this.#inFlight.add(messageId);
    try {
      this.#acknowledged(unsent, await this.#post(unsent));
    } catch (error) {
      this.#failed(messageId, error);
    } finally {
      this.#inFlight.delete(messageId);
    }
  }

  /**
   * @param {Unsent} unsent
   * @param {{position: string, reply_id?: string}} answer
   */
  #acknowledged(unsent, { position, reply_id: replyId }) {
    this.#sending.settle(unsent.messageId);
    const row = this.#transcript.find(unsent.messageId);
    if (row && isLocal(row)) {
      this.#transcript.message({
        id: row.id,
        role: "user",
        author: this.#author(),
        content: row.text,
        status: "posted",
        parent_id: unsent.parentId,
        position,
        created_at: row.createdAt,
      });
    }
    if (replyId) this.#listener.expect(replyId, unsent);
  }

  /**
   * @param {string} messageId
   * @param {unknown} error
   */
  #failed(messageId, error) {
    if (!(error instanceof Refusal)) {
      this.#sending.later(messageId, Delivery.AGAIN_MS);
      return this.#listener.unreachable();
    }
    const { status, code, message: detail, retryAfterMs } = error;
    this.#listener.reached();
    if (code === "rate_limited" || code === "unavailable") {
      return this.#sending.hold(messageId, retryAfterMs ?? Delivery.AGAIN_MS);
    }
    this.#sending.refuse(messageId, { code, detail });
    if (status === 404) this.#listener.gone();
  }
}
