import { Refusal } from "../http.js";

/**
 * A search as the server answers it: in pages that may be short, or empty, because each looks back only as far as it gets in a few
 * hundredths of a second. Whoever wants more goes on where the last one ended.
 */
export class SearchPages {
  /** Characters at most, more than the server takes. */
  static SENT = 600;

  /** @type {(address: string) => Promise<{items: any[], next?: string, excluded?: string[]}>} */
  #fetch;
  #address;
  /** @type {string | undefined} */
  #next;
  #begun = false;
  /** What the search leaves out, by its "-". @type {string[]} */
  excluded = [];

  /**
   * @param {string} query
   * @param {number} size of a page
   * @param {(address: string) => Promise<{items: any[], next?: string, excluded?: string[]}>} fetch
   */
  constructor(query, size, fetch) {
    this.#fetch = fetch;
    this.#address = `/api/search?q=${encodeURIComponent(sendable(query))}&limit=${size}`;
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
      const { items, next, excluded } = await this.#fetch(this.#address + from);
      this.#begun = true;
      this.#next = next ?? undefined;
      this.excluded = excluded ?? [];
      found += items.length;
      yield items;
    }
  }
}

/**
 * What the server says is wrong with a search, or with searching so often; anything else is its own fault.
 *
 * @param {unknown} error
 */
export function failure(error) {
  return error instanceof Refusal && error.status < 500 ? error.message : "Search is unavailable.";
}

/** @param {string[]} excluded */
export function leftOut(excluded) {
  if (excluded.length === 0) return "";
  return `Results with ${excluded.map((words) => `“${words}”`).join(" or ")} are left out, because “-” stands before it. Use quotation marks to search for it.`;
}

/**
 * A search that is too long is refused by the server, in words, if it fits into an address; of a lone half of a character nothing could
 * be sent.
 *
 * @param {string} query
 */
function sendable(query) {
  return [...query.toWellFormed()].slice(0, SearchPages.SENT).join("");
}
