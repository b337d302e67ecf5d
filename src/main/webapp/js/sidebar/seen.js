/**
 * Until when this browser has seen each conversation: what came later is unread. What was there before this browser first
 * came counts as seen.
 */
export class Seen {
  static #KEY = "parley.seen";
  /** More than these are not remembered; the oldest go first. */
  static #KEPT = 500;

  #storage;

  /**
   * @param {Pick<Storage, "getItem" | "setItem">} storage
   * @param {number} now
   */
  constructor(storage, now) {
    this.#storage = storage;
    if (!this.#read().since) this.#write({ since: now, at: {} });
  }

  /**
   * @param {string} id
   * @param {number} at
   */
  mark(id, at) {
    const state = this.#read();
    if ((state.at[id] ?? 0) >= at) return;
    const latest = Object.entries({ ...state.at, [id]: at }).sort(([, a], [, b]) => b - a).slice(0, Seen.#KEPT);
    this.#write({ since: state.since, at: Object.fromEntries(latest) });
  }

  /**
   * @param {string} id
   * @param {number} at when something last happened in it
   */
  isUnread(id, at) {
    const state = this.#read();
    return at > (state.at[id] ?? state.since);
  }

  /** @returns {{since: number, at: Record<string, number>}} other tabs write too: it is read each time */
  #read() {
    try {
      const { since = 0, at = {} } = JSON.parse(this.#storage.getItem(Seen.#KEY) ?? "{}");
      return { since, at };
    } catch {
      return { since: 0, at: {} };
    }
  }

  /** @param {{since: number, at: Record<string, number>}} state */
  #write(state) {
    try {
      this.#storage.setItem(Seen.#KEY, JSON.stringify(state));
    } catch {
      // Storage is full or forbidden: then everything counts as seen or as unread until the page is left.
    }
  }
}
