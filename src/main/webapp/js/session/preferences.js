import { Emitter } from "../emitter.js";
import { storeOf } from "../storage.js";

/**
 * What this person wants, kept in this browser.
 *
 * @typedef {{shareTyping: boolean, showTyping: boolean, singleKeys: boolean, theme: "system" | "light" | "dark"}} Values
 */

const KEY = "parley.preferences";

/** @type {Values} */
const DEFAULTS = { shareTyping: true, showTyping: true, singleKeys: true, theme: "system" };

export class Preferences {
  #storage;
  /** @type {Values} */
  #values;

  /** @type {Emitter<Values>} */
  changed = new Emitter();

  /** @param {Pick<Storage, "getItem" | "setItem">} storage */
  constructor(storage) {
    this.#storage = storage;
    this.#values = read(storage);
  }

  get values() {
    return this.#values;
  }

  /** @param {Partial<Values>} values */
  set(values) {
    this.#values = { ...this.#values, ...values };
    try {
      this.#storage.setItem(KEY, JSON.stringify(this.#values));
    } catch {
      // Storage is full or forbidden: the choice holds for this page.
    }
    this.changed.emit(this.#values);
  }
}

/**
 * @param {Pick<Storage, "getItem">} storage
 * @returns {Values}
 */
function read(storage) {
  try {
    return { ...DEFAULTS, ...JSON.parse(storage.getItem(KEY) ?? "{}") };
  } catch {
    return DEFAULTS;
  }
}

/** @type {Preferences | undefined} */
let ofThisPage;

/** @returns {Preferences} the same for all who ask on this page: what one of them sets, the others show */
export function pagePreferences() {
  return (ofThisPage ??= new Preferences(storeOf("localStorage")));
}
