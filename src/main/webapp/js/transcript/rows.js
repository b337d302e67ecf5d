import { isLocal } from "./row.js";

/** @typedef {import("./row.js").Row} Row */

/** Rows in their order, each once, and by id. What is still on its way comes last. */
export class Rows {
  /** @type {Row[]} */
  #all = [];
  /** @type {Map<string, Row>} */
  #byId = new Map();

  get all() {
    return this.#all;
  }

  /** @param {string} id */
  find(id) {
    return this.#byId.get(id);
  }

  /** @param {Row} row comes last, also after what is on its way */
  append(row) {
    this.#all.push(row);
    this.#byId.set(row.id, row);
  }

  /** @param {Row} row comes after all that is confirmed */
  confirm(row) {
    let end = this.#all.length;
    while (end > 0 && isLocal(this.#all[end - 1])) end--;
    this.#all.splice(end, 0, row);
    this.#byId.set(row.id, row);
  }

  /** @param {Row} row leaves its place, to get another */
  take(row) {
    this.#all.splice(this.#all.indexOf(row), 1);
    this.#byId.delete(row.id);
  }

  /**
   * What a page of history leaves of the rows.
   *
   * @param {Set<string>} page the ids of the page's messages
   * @returns {{before: Row[], local: Row[], hole: boolean}} what stands before the page, and what is still on its way; `hole`
   *   when the page does not reach back to what is here
   */
  around(page) {
    const confirmed = this.#all.filter((row) => !isLocal(row));
    const first = confirmed.findIndex((row) => page.has(row.id));
    return {
      before: first < 0 ? [] : confirmed.slice(0, first),
      local: this.#all.filter((row) => isLocal(row) && !page.has(row.id)),
      hole: first < 0 && confirmed.length > 0,
    };
  }

  /** @param {Row[]} rows */
  replace(rows) {
    this.#all = rows;
    this.#byId = new Map(rows.map((row) => [row.id, row]));
  }
}
