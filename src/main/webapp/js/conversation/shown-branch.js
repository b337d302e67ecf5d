/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store */

/**
 * Which branch of a conversation was shown in this tab last, where that was not the newest: the last message of it. It
 * outlives the page.
 */
export class ShownBranch {
  #store;
  #key;

  /**
   * @param {Store} store
   * @param {string} conversationId
   */
  constructor(store, conversationId) {
    this.#store = store;
    this.#key = `parley.branch.${conversationId}`;
  }

  /** @returns {string | undefined} */
  get end() {
    return this.#store.getItem(this.#key) ?? undefined;
  }

  /** @param {string | undefined} messageId none: the newest is shown */
  keep(messageId) {
    if (messageId === this.end) return;
    if (messageId) this.#store.setItem(this.#key, messageId);
    else this.#store.removeItem(this.#key);
  }
}

/**
 * @param {string} conversationId
 * @param {string} format JSON has all branches
 * @param {string | undefined} end the last message of the branch to export; otherwise it is the newest
 */
export function exportUrl(conversationId, format, end) {
  const branch = end && format !== "json" ? `&message_id=${end}` : "";
  return `/api/conversations/${conversationId}/export?format=${format}${branch}`;
}
