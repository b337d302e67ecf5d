import { isLocal } from "../transcript/row.js";
import { Path } from "./path.js";
import { ShownBranch } from "./shown-branch.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */

/** The branch that the page shows, kept over a reload: its end may lie further back than the rows that are here. */
export class ShownPath extends Path {
  #storage;
  /** @type {ShownBranch} */
  #branch;
  /** The end of the branch to show, which is not among the rows yet. @type {string | undefined} */
  #wanted;

  /**
   * @param {import("./shown-branch.js").Store} storage
   * @param {string} conversationId empty: not there yet
   */
  constructor(storage, conversationId) {
    super();
    this.#storage = storage;
    this.#branch = new ShownBranch(storage, conversationId);
    this.#wanted = conversationId ? this.#branch.end : undefined;
  }

  get wanted() {
    return this.#wanted;
  }

  /** @param {string} conversationId the conversation exists from now on */
  begin(conversationId) {
    this.#branch = new ShownBranch(this.#storage, conversationId);
  }

  giveUpWanted() {
    this.#wanted = undefined;
  }

  /**
   * @override
   * @param {string} id goes to the branch that this row is in
   */
  choose(id) {
    this.#wanted = undefined;
    super.choose(id);
  }

  /** @returns {string | undefined} the last message of the branch that is shown, if that is not the newest */
  get shownEnd() {
    if (this.#wanted) return this.#wanted;
    return this.strayed ? this.rows.findLast((row) => !isLocal(row))?.id : undefined;
  }

  /**
   * @param {Row[]} rows all of them, in the log's order
   * @param {string} conversationId empty: not there yet
   * @param {boolean} complete whether the log's beginning is among them
   */
  show(rows, conversationId, complete) {
    this.arrange(rows, conversationId, complete);
    const wanted = this.#wanted;
    if (wanted && rows.some((row) => row.id === wanted)) {
      this.choose(wanted);
      this.arrange(rows, conversationId, complete);
    }
    if (conversationId) this.#branch.keep(this.shownEnd);
  }
}
