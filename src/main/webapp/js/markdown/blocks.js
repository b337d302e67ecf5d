import { repaired } from "./repair.js";
import { Allowance } from "./bounds.js";
import { lexerOf } from "./grammar.js";

/**
 * A top-level block of Markdown. `code` is set for code blocks, whose text can grow without being rendered anew, and
 * `definitions` where the block says where links lead.
 *
 * @typedef {import("./grammar.js").Definitions} Definitions
 * @typedef {{raw: string, kind: string, code?: {language: string, text: string}, definitions?: Definitions}} Block
 */

/**
 * @param {string} text
 * @param {Allowance} [allowance]
 * @returns {Block[]}
 * @throws {import("./bounds.js").TooComplex}
 */
export function blocksOf(text, allowance = new Allowance(text.length)) {
  /** @type {Block[]} */
  const blocks = [];
  for (const token of lexerOf(allowance).lexBlocks(text)) {
    if (token.type === "space" && blocks.length > 0) {
      blocks[blocks.length - 1].raw += token.raw;
    } else if (token.type === "code") {
      const language = (token.lang ?? "").trim().split(/\s+/)[0] ?? "";
      blocks.push({ raw: token.raw, kind: token.type, code: { language, text: token.text.replace(/\n$/, "") } });
    } else {
      const definitions = token.raw.includes("]:") ? definitionsIn([token]) : undefined;
      blocks.push({ raw: token.raw, kind: token.type, ...(definitions && { definitions }) });
    }
  }
  return blocks;
}

/**
 * Also those within lists and quotes. They are not nested deeper than the lexer allows.
 *
 * @param {any[]} tokens
 * @param {Definitions} [found]
 * @returns {Definitions | undefined}
 */
function definitionsIn(tokens, found) {
  for (const { type, tag, href, title, items, tokens: inner } of tokens) {
    if (type === "def") found = { [tag]: { href, title }, ...found };
    else found = definitionsIn(items ?? inner ?? [], found);
  }
  return found;
}

/**
 * Splits a text that only grows, without looking again at what can no longer change: reading a long reply costs as much
 * for its last words as for its first.
 *
 * The last two blocks stay open: `2` after a list becomes its next item once the `.` is there.
 */
export class GrowingBlocks {
  static #OPEN = 2;

  /** @type {Block[]} */
  #closed = [];
  #closedLength = 0;
  #text = "";

  /** Characters that are no longer looked at. */
  get closedLength() {
    return this.#closedLength;
  }

  /** Blocks that can no longer change. */
  get closedCount() {
    return this.#closed.length;
  }

  /**
   * @param {string} text
   * @param {Allowance} [allowance]
   * @returns {Block[]}
   */
  update(text, allowance = new Allowance(text.length)) {
    const unified = text.replace(/\r\n?/g, "\n"); // as the lexer does: lengths must agree
    if (!unified.startsWith(this.#text)) {
      this.#closed = [];
      this.#closedLength = 0;
    }
    this.#text = unified;
    const tail = this.#exact(blocksOf(unified.slice(this.#closedLength), allowance));
    const done = this.#closable(tail);
    for (const block of done) this.#closedLength += block.raw.length;
    this.#closed.push(...done);
    return [...this.#closed, ...tail.slice(done.length)];
  }

  /**
   * The last block to the letter, with the blanks at its end: what they follow depends on them.
   *
   * @param {Block[]} tail
   */
  #exact(tail) {
    const before = tail.slice(0, -1).map(({ raw }) => raw).join("");
    const last = tail.at(-1);
    if (last && this.#text.startsWith(before, this.#closedLength)) last.raw = this.#text.slice(this.#closedLength + before.length);
    return tail;
  }

  /**
   * The lexer sometimes tidies what it calls raw; a block is closed only if it is the text, to the letter.
   *
   * @param {Block[]} tail
   */
  #closable(tail) {
    const done = tail.slice(0, Math.max(0, tail.length - GrowingBlocks.#OPEN));
    const raw = done.map((block) => block.raw).join("");
    return this.#text.startsWith(raw, this.#closedLength) ? done : [];
  }
}

/**
 * What of a block is formatted: one that is still growing is closed as its end would close it.
 *
 * @param {import("./blocks.js").Block} block
 * @param {boolean} open
 */
export function textOf(block, open) {
  return open && !block.code ? repaired(block.raw, block.kind) : block.raw;
}
