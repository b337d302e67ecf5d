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

  /** @param {Row[]} rows */
  replace(rows) {
    this.#all = rows;
    this.#byId = new Map(rows.map((row) => [row.id, row]));
  }
}
