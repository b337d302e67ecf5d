/** @typedef {"up" | "down"} Rating */

/** What this person thought of the replies of a conversation; also of rows that are not here yet. */
export class Ratings {
  #api;
  #transcript;
  /** @type {Map<string, Rating>} by reply */
  #given = new Map();

  /**
   * @param {import("./api.js").ConversationApi} api
   * @param {import("../transcript/transcript.js").Transcript} transcript
   */
  constructor(api, transcript) {
    this.#api = api;
    this.#transcript = transcript;
  }

  /** @param {string} conversationId The page is as good without them. */
  async read(conversationId) {
    try {
      const { items } = await this.#api.ratings(conversationId);
      for (const { reply_id: id, rating } of items) this.#rated(id, rating);
    } catch {
      // They are asked for again with the next visit.
    }
  }

  /** Rows that have come since. */
  apply() {
    for (const row of this.#transcript.rows) row.rating ??= this.#given.get(row.id);
  }

  /**
   * @param {string} replyId
   * @param {Rating} rating given before, it is withdrawn
   * @param {(request: () => Promise<unknown>) => Promise<boolean>} attempt
   */
  async give(replyId, rating, attempt) {
    const before = this.#transcript.find(replyId)?.rating;
    const wanted = before === rating ? undefined : rating;
    this.#rated(replyId, wanted);
    if (!(await attempt(() => this.#api.rate(replyId, wanted)))) this.#rated(replyId, before);
  }

  /**
   * @param {string} replyId
   * @param {Rating | undefined} rating
   */
  #rated(replyId, rating) {
    if (rating) this.#given.set(replyId, rating);
    else this.#given.delete(replyId);
    this.#transcript.rate(replyId, rating);
  }
}
