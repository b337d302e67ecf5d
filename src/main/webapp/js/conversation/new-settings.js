/** @typedef {import("../protocol/wire.js").Settings & {title?: string}} Settings */

/** Settings of a conversation that is not on the server yet: they survive a reload until its first message makes it. */
export class NewSettings {
  static #KEY = "parley.settings.new";

  #store;

  /** @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} store */
  constructor(store) {
    this.#store = store;
  }

  /** @returns {Settings} */
  get all() {
    try {
      return JSON.parse(this.#store.getItem(NewSettings.#KEY) ?? "{}") ?? {};
    } catch {
      return {}; // another version of this page wrote something else
    }
  }

  /** @param {Settings} settings only what changes */
  add(settings) {
    this.#store.setItem(NewSettings.#KEY, JSON.stringify({ ...this.all, ...settings }));
  }

  /** The conversation has come to be, and has them. */
  end() {
    this.#store.removeItem(NewSettings.#KEY);
  }
}
