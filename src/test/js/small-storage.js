import { MemoryStorage } from "./memory-storage.js";

/** A browser's storage with a quota: what is more it refuses as browsers do. */
export class SmallStorage {
  #storage = new MemoryStorage();
  /** @type {Map<string, number>} */
  #sizes = new Map();
  #quota;

  /** @param {number} quota in UTF-16 units, of keys and values together */
  constructor(quota) {
    this.#quota = quota;
  }

  getItem = (key) => this.#storage.getItem(key);

  setItem = (key, value) => {
    const size = key.length + value.length;
    const others = [...this.#sizes].reduce((sum, [name, taken]) => (name === key ? sum : sum + taken), 0);
    if (others + size > this.#quota) throw new DOMException("exceeded the quota", "QuotaExceededError");
    this.#sizes.set(key, size);
    this.#storage.setItem(key, value);
  };

  removeItem = (key) => {
    this.#sizes.delete(key);
    this.#storage.removeItem(key);
  };
}
