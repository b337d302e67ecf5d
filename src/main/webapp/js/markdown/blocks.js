import { Marked } from "../../vendor/marked/marked.esm.js";
import { Allowance, BoundedLexer, charges } from "./bounds.js";
import { blockTex, inlineTex } from "./tex.js";

const markdown = new Marked({ gfm: true, extensions: [inlineTex, blockTex, ...charges] });

/**
 * A top-level block of Markdown. `code` is set for code blocks, whose text can grow without being rendered anew.
 *
 * @typedef {{raw: string, code?: {language: string, text: string}}} Block
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
  for (const token of new BoundedLexer(markdown.defaults, allowance).lexBlocks(text)) {
    if (token.type === "space" && blocks.length > 0) {
      blocks[blocks.length - 1].raw += token.raw;
    } else if (token.type === "code") {
      const language = (token.lang ?? "").trim().split(/\s+/)[0] ?? "";
      blocks.push({ raw: token.raw, code: { language, text: token.text } });
    } else {
      blocks.push({ raw: token.raw });
    }
  }
  return blocks;
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
    const tail = blocksOf(unified.slice(this.#closedLength), allowance);
    const done = this.#closable(tail);
    for (const block of done) this.#closedLength += block.raw.length;
    this.#closed.push(...done);
    return [...this.#closed, ...tail.slice(done.length)];
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
