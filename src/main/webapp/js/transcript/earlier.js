/**
 * Reads history backwards, a page at a time.
 *
 * After a hole (see `Transcript.lastPage`) the cursor is not known; the last page is then read again, for its `next`.
 */
export class Earlier {
  #url;
  #fetch;
  #limit;
  /** @type {string | undefined} undefined: not known; empty: the beginning is reached */
  #next;
  /** @type {Promise<import("../protocol/wire.js").Message[]> | undefined} */
  #running;

  /**
   * @param {() => string | undefined} url of the conversation's messages, once there is one
   * @param {string | undefined} next
   * @param {(url: string) => Promise<any>} fetchJson
   * @param {number} [limit] messages of a page
   */
  constructor(url, next, fetchJson, limit = 50) {
    this.#url = url;
    this.#next = next;
    this.#fetch = fetchJson;
    this.#limit = limit;
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

  /**
   * All that is left, read without returning to the browser in between: it prints what is there when this returns.
   *
   * @param {(url: string) => any} readNow
   * @param {number} most pages
   * @returns {import("../protocol/wire.js").Message[]} the oldest first
   */
  rest(readNow, most) {
    /** @type {import("../protocol/wire.js").Message[]} */
    let read = [];
    for (let pages = 0; pages < most && this.more; pages++) {
      const address = this.#address();
      if (!address) break;
      read = [...this.#took(readNow(address)), ...read];
    }
    return read;
  }

  async #read() {
    const address = this.more ? this.#address() : undefined;
    return address ? this.#took(await this.#fetch(address)) : [];
  }

  /** @returns {string | undefined} of the next page */
  #address() {
    const url = this.#url();
    if (!url) return undefined;
    const before = this.#next === undefined ? "" : `&before=${encodeURIComponent(this.#next)}`;
    return `${url}?limit=${this.#limit}${before}`;
  }

  /** @param {{items: import("../protocol/wire.js").Message[], next?: string}} page */
  #took(page) {
    this.#next = page.next ?? "";
    return page.items;
  }
}
