import { Emitter } from "./emitter.js";

/**
 * As much of the browser's storage as is used.
 *
 * @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} BrowserStorage
 */

/**
 * What this browser keeps for the page. Browsers keep about five million characters for each site and throw at what is
 * more. Here nothing throws: what does not fit, or is longer than {@link Store.LONGEST}, lasts as long as the page.
 */
export class Store {
  /** One long text must not take the room of everything else. In UTF-16 units. */
  static LONGEST = 1_000_000;

  /** An item stopped being kept; the value is its key. @type {Emitter<string>} */
  lost = new Emitter();

  #storage;
  /** What only this page has. @type {Map<string, string>} */
  #here = new Map();

  /** @param {BrowserStorage | undefined} storage none where the browser forbids it */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @param {string} key */
  getItem(key) {
    return this.#here.get(key) ?? this.#storage?.getItem(key) ?? null;
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    if (this.#keep(key, value)) {
      this.#here.delete(key);
      return;
    }
    const known = this.#here.has(key);
    this.#here.set(key, value);
    // An older value would come back after a reload as if it were the latest.
    this.#storage?.removeItem(key);
    if (!known) this.lost.emit(key);
  }

  /** @param {string} key */
  removeItem(key) {
    this.#here.delete(key);
    this.#storage?.removeItem(key);
  }

  /** @param {string} key */
  isLost(key) {
    return this.#here.has(key);
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  #keep(key, value) {
    if (!this.#storage || value.length > Store.LONGEST) return false;
    try {
      this.#storage.setItem(key, value);
      return true;
    } catch {
      return false; // the quota is used up, or the browser keeps nothing in this mode
    }
  }
}

/** @type {Map<string, Store>} */
const stores = new Map();

/**
 * @param {"localStorage" | "sessionStorage"} kind
 * @returns {Store} the same for all who ask on this page
 */
export function storeOf(kind) {
  let store = stores.get(kind);
  if (!store) stores.set(kind, (store = new Store(allowed(kind))));
  return store;
}

/**
 * @param {"localStorage" | "sessionStorage"} kind
 * @returns {Storage | undefined} the browser's own
 */
export function allowed(kind) {
  try {
    return window[kind];
  } catch {
    return undefined; // a browser that forbids storage throws already here
  }
}
