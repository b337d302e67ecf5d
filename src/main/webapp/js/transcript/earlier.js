/**
 * Reads history backwards, a page at a time.
 *
 * After a hole (see `Transcript.lastPage`) the cursor is not known; the last page is then read again, for its `next`.
 */
export class Earlier {
  #url;
  #fetch;
  /** @type {string | undefined} undefined: not known; empty: the beginning is reached */
  #next;
  /** @type {Promise<import("../protocol/wire.js").Message[]> | undefined} */
  #running;

  /**
   * @param {string} url of the conversation's messages
   * @param {string | undefined} next
   * @param {(url: string) => Promise<any>} fetchJson
   */
  constructor(url, next, fetchJson) {
    this.#url = url;
    this.#next = next;
    this.#fetch = fetchJson;
  }

  get more() {
    return this.#next !== "";
  }

  /**
   * The rows on screen no longer join up with what was read.
   *
   * @param {string | undefined} next where to go on, if it is known
   */
  lost(next) {
    this.#next = next;
  }

  /** @returns {Promise<import("../protocol/wire.js").Message[]>} the oldest first; empty at the beginning */
  load() {
    this.#running ??= this.#read().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #read() {
    if (!this.more) return [];
    const before = this.#next === undefined ? "" : `?before=${encodeURIComponent(this.#next)}`;
    const page = await this.#fetch(this.#url + before);
    this.#next = page.next ?? "";
    return page.items;
  }
}
