/**
 * A message that is not on the log yet, as far as we know.
 *
 * @typedef {{messageId: string, text: string, draftId?: string, parentId?: string, model?: string, createdAt: string}} Unsent
 */

/**
 * Messages that were sent but not acknowledged. They survive a reload and are sent again, under the same id, whenever
 * there is a connection: the server stores an id once, so that sending twice does no harm and not sending does.
 */
export class Outbox {
  #storage;
  #key;
  /** @type {Unsent[]} */
  #items;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
   * @param {string} key
   */
  constructor(storage, key) {
    this.#storage = storage;
    this.#key = key;
    this.#items = read(storage, key);
  }

  get items() {
    return [...this.#items];
  }

  /** @param {Unsent} unsent */
  add(unsent) {
    this.#items.push(unsent);
    this.#save();
  }

  /**
   * It is on the log, or it was given up.
   *
   * @param {string} messageId
   */
  remove(messageId) {
    const left = this.#items.filter((item) => item.messageId !== messageId);
    if (left.length === this.#items.length) return;
    this.#items = left;
    this.#save();
  }

  #save() {
    if (this.#items.length === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify(this.#items));
  }
}

/**
 * @param {Pick<Storage, "getItem">} storage
 * @param {string} key
 * @returns {Unsent[]}
 */
function read(storage, key) {
  try {
    const items = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(items) ? items : [];
  } catch {
    return []; // another version of this page wrote something else
  }
}
