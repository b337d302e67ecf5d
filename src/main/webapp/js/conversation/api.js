/** @typedef {import("../protocol/wire.js").Conversation} Conversation */

/** The REST calls about a private conversation, as docs/protocol.md has them. Each rejects as `fetchJson` does. */
export class ConversationApi {
  #http;

  /** @param {import("../http.js").FetchJson} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * @param {Omit<Conversation, "id">} settings
   * @returns {Promise<Conversation>}
   */
  create(settings) {
    return this.#http("/api/conversations", { method: "POST", body: settings });
  }

  /**
   * @param {string} id
   * @param {object} settings only what changes
   * @returns {Promise<Conversation>}
   */
  change(id, settings) {
    return this.#http(urlOf(id), { method: "PATCH", body: settings });
  }

  /**
   * @param {string} id
   * @returns {Promise<{items: import("../protocol/wire.js").Message[], next?: string}>} the last page of history
   */
  lastPage(id) {
    return this.#http(urlOf(id, "/messages"));
  }

  /**
   * @param {string} id
   * @param {import("../transcript/outbox.js").Unsent} unsent
   * @returns {Promise<{position: string, reply_id?: string}>}
   */
  post(id, { messageId, text, parentId, model }) {
    const body = { message: text, message_id: messageId, parent_id: parentId, model };
    return this.#http(urlOf(id, "/messages"), { method: "POST", body });
  }

  /**
   * @param {string} messageId
   * @param {string} [model]
   * @returns {Promise<{reply_id: string}>}
   */
  answerAgain(messageId, model) {
    return this.#http(`/api/messages/${messageId}/replies`, { method: "POST", body: model ? { model } : {} });
  }

  /** @param {string} replyId */
  stop(replyId) {
    return this.#http(`/api/replies/${replyId}/stop`, { method: "POST" });
  }

  /**
   * @param {string} replyId
   * @param {"up" | "down" | undefined} rating undefined: it is taken back
   */
  rate(replyId, rating) {
    const url = `/api/replies/${replyId}/feedback`;
    return rating ? this.#http(url, { method: "PUT", body: { rating } }) : this.#http(url, { method: "DELETE" });
  }

  /**
   * @param {string} id
   * @returns {Promise<{items: {reply_id: string, rating: "up" | "down"}[]}>} one's own
   */
  ratings(id) {
    return this.#http(urlOf(id, "/feedback"));
  }
}

/**
 * @param {string} id
 * @param {string} [path]
 */
export function urlOf(id, path = "") {
  return `/api/conversations/${id}${path}`;
}
