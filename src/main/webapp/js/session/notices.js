import { Emitter } from "../emitter.js";

/** What is degraded, as the server tells it. What still holds is told again after each joining. */
export class Notices {
  /** The value is a sentence that is new. @type {Emitter<string | undefined>} */
  changed = new Emitter();

  /** @type {Map<string, string>} by code */
  #sentences = new Map();

  /** @returns {string[]} */
  get all() {
    return [...this.#sentences.values()];
  }

  /** @param {import("../protocol/wire.js").Notice} notice */
  take({ code, detail, active }) {
    const known = this.#sentences.get(code) === detail;
    const over = !active && this.#sentences.delete(code);
    if (active) this.#sentences.set(code, detail);
    this.changed.emit(active ? (known ? undefined : detail) : over ? detail : undefined);
  }

  forget() {
    this.#sentences.clear();
    this.changed.emit(undefined);
  }
}
