/**
 * Messages whose text is being changed: the changed texts survive a reload, a change of branch, and the window over a long
 * transcript, which takes rows out of the document.
 */
export class EditDrafts {
  #store;
  #key;
  /** By message. @type {Map<string, string>} */
  #texts;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} store
   * @param {string} conversationId
   */
  constructor(store, conversationId) {
    this.#store = store;
    this.#key = `parley.edits.${conversationId}`;
    this.#texts = read(store, this.#key);
  }

  get all() {
    return [...this.#texts];
  }

  /** @param {string} messageId */
  textOf(messageId) {
    return this.#texts.get(messageId);
  }

  /**
   * @param {string} messageId
   * @param {string} text
   */
  write(messageId, text) {
    this.#texts.set(messageId, text);
    this.#save();
  }

  /** @param {string} messageId its change was sent or given up */
  end(messageId) {
    if (this.#texts.delete(messageId)) this.#save();
  }

  #save() {
    if (this.#texts.size === 0) this.#store.removeItem(this.#key);
    else this.#store.setItem(this.#key, JSON.stringify([...this.#texts]));
  }
}

/**
 * @param {Pick<Storage, "getItem">} store
 * @param {string} key
 * @returns {Map<string, string>}
 */
function read(store, key) {
  try {
    const texts = JSON.parse(store.getItem(key) ?? "[]");
    return new Map(texts.filter((/** @type {unknown[]} */ [id, text]) => typeof id === "string" && typeof text === "string"));
  } catch {
    return new Map(); // another version of this page wrote something else
  }
}
