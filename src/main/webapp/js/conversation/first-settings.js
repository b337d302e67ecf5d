import { Emitter } from "../emitter.js";
import { NewSettings } from "./new-settings.js";

/**
 * The settings of a conversation that begins with the first question, for whoever chooses them before it is asked. Shaped
 * as the part of a session that the list of models needs.
 */
export class FirstSettings {
  /** @type {Emitter<void>} */
  altered = new Emitter();
  /** @type {Emitter<string>} */
  problem = new Emitter();

  #settings;
  #usual;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} store
   * @param {string} usual the model that answers where nobody chose one
   */
  constructor(store, usual) {
    this.#settings = new NewSettings(store);
    this.#usual = usual;
  }

  get conversation() {
    return { default_model: this.#settings.all.default_model ?? this.#usual };
  }

  /** @param {import("./new-settings.js").Settings} settings */
  async configure(settings) {
    this.#settings.add(settings);
    this.altered.emit();
  }
}
