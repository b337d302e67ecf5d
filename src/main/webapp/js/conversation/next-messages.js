import { Emitter } from "../emitter.js";

/**
 * What was written while a reply was coming: it waits its turn, also through a reload of this tab.
 */
export class NextMessages {
  /** @type {Emitter<void>} */
  changed = new Emitter();

  #storage;
  #key;
  /** @type {string[]} */
  #texts;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
   * @param {string} key
   */
  constructor(storage, key) {
    this.#storage = storage;
    this.#key = key;
    this.#texts = read(storage, key);
  }

  get texts() {
    return [...this.#texts];
  }

  /** @param {string} text */
  add(text) {
    this.#keep([...this.#texts, text]);
  }

  /**
   * @param {number} [index]
   * @returns {string | undefined} the text, which no longer waits
   */
  take(index = 0) {
    const text = this.#texts[index];
    if (text !== undefined) this.#keep(this.#texts.filter((_, at) => at !== index));
    return text;
  }

  /** @param {string[]} texts */
  #keep(texts) {
    this.#texts = texts;
    if (texts.length === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify(texts));
    this.changed.emit();
  }
}

/**
 * @param {Pick<Storage, "getItem">} storage
 * @param {string} key
 * @returns {string[]}
 */
function read(storage, key) {
  try {
    const texts = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(texts) ? texts.filter((text) => typeof text === "string") : [];
  } catch {
    return []; // another version of this page wrote something else
  }
}
