import { systemClock } from "../clock.js";
import { ModelList } from "./model-list.js";

/** The models of this server as the page last read them. They are read when somebody needs them, not with every page. */
export class ModelShelf {
  /** What is no older is not read again. */
  static FRESH_MS = 30_000;

  list = new ModelList();
  /** @type {import("./model-list.js").Provider[] | undefined} undefined: not known */
  providers;
  /** A provider did not answer: the list may be out of date. */
  stale = false;

  #http;
  #clock;
  #readAt = -Infinity;
  /** @type {Promise<void> | undefined} */
  #reading;

  /**
   * @param {import("../http.js").FetchJson} http
   * @param {Pick<import("../clock.js").Clock, "now">} [clock]
   */
  constructor(http, clock = systemClock) {
    this.#http = http;
    this.#clock = clock;
  }

  /**
   * Several that ask at the same time share one request.
   *
   * @returns {Promise<void>} rejects when the list cannot be read; what was read before stays
   */
  async read() {
    if (this.#clock.now() - this.#readAt < ModelShelf.FRESH_MS) return;
    this.#reading ??= this.#fetch().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  async #fetch() {
    const { models, providers, stale = false } = await this.#http("/api/models");
    this.list = new ModelList(models);
    this.providers = providers;
    this.stale = stale;
    this.#readAt = this.#clock.now();
  }
}
