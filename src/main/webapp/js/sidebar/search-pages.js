/**
 * A search as the server answers it: in pages that may be short, or empty, because each looks back only as far as it gets in a few
 * hundredths of a second. Whoever wants more goes on where the last one ended.
 */
export class SearchPages {
  /** @type {(address: string) => Promise<{items: any[], next?: string}>} */
  #fetch;
  #address;
  /** @type {string | undefined} */
  #next;
  #begun = false;

  /**
   * @param {string} query
   * @param {number} size of a page
   * @param {(address: string) => Promise<{items: any[], next?: string}>} fetch
   */
  constructor(query, size, fetch) {
    this.#fetch = fetch;
    this.#address = `/api/search?q=${encodeURIComponent(query)}&limit=${size}`;
  }

  /** Whether there may be older hits. */
  get hasMore() {
    return !this.#begun || this.#next !== undefined;
  }

  /**
   * Looks back until there are so many hits more, or no older ones.
   *
   * @param {number} wanted
   * @returns {AsyncGenerator<any[], void>} the hits, as they are found; may be left at any time
   */
  async *more(wanted) {
    for (let found = 0; found < wanted && this.hasMore; ) {
      const from = this.#next === undefined ? "" : `&before=${encodeURIComponent(this.#next)}`;
      const { items, next } = await this.#fetch(this.#address + from);
      this.#begun = true;
      this.#next = next ?? undefined;
      found += items.length;
      yield items;
    }
  }
}
