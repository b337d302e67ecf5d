import { Branches } from "./branches.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */

/** The branch that is shown: the newest, unless another was chosen. */
export class Path {
  /** @type {Map<string, string>} parent → child */
  #chosen = new Map();
  /** @type {Branches<Row>} */
  #branches = new Branches([], "");
  /** @type {Row[]} */
  #rows = [];

  get rows() {
    return this.#rows;
  }

  /** Whether another branch is shown than the newest, which is shown where nobody has chosen. */
  get strayed() {
    return this.end !== this.#branches.path().at(-1)?.id;
  }

  /** @returns {string | undefined} what a message that is written now would follow */
  get end() {
    return this.#rows.at(-1)?.id;
  }

  /** Whether what is written now has to wait for what comes before it. */
  get busy() {
    return this.#rows.some((row) => row.status === "streaming" || row.status === "pending");
  }

  /**
   * @param {Row[]} rows all of them, in the log's order
   * @param {string} root the conversation's id
   * @param {boolean} complete whether the log's beginning is among them
   */
  arrange(rows, root, complete) {
    this.#branches = new Branches(rows, root, complete);
    this.#rows = this.#branches.path(this.#chosen);
  }

  /** @param {Row} row */
  place(row) {
    return this.#branches.place(row);
  }

  /** @param {string} id of a row that is here */
  parentOf(id) {
    return this.#branches.parentOf(id);
  }

  /** @param {string} id goes to the branch that this row is in */
  choose(id) {
    for (const [parent, child] of this.#branches.towards(id)) this.#chosen.set(parent, child);
  }

  /** @param {string | undefined} parent below which something new is to be shown */
  follow(parent) {
    this.#chosen.delete(parent ?? "");
  }
}
