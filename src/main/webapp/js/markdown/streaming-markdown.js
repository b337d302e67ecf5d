import { blocksOf, GrowingBlocks, textOf } from "./blocks.js";
import { Allowance, BOUNDS, TooComplex } from "./bounds.js";
import { closeCode, growCode } from "./code-block.js";
import { changedLabels, definitionsOf, namesOne } from "./definitions.js";
import { render } from "./sanitizer.js";
import { patch } from "./patch.js";
import { Pause } from "./pause.js";
import { growPlain, Rest, showPlain } from "./plain.js";
import { turns } from "./turns.js";

/** Characters from which an open block is long. */
const LONG = 4096;

/**
 * `stale` when a link of the block leads elsewhere since it was shown.
 *
 * @typedef {{block: import("./blocks.js").Block, shown: string, element: HTMLElement, closed: boolean, elements: number, stale?: boolean}} Shown
 */

/**
 * Keeps an element showing a text as Markdown while the text grows. What did not change is not touched, also within a
 * block that grows ({@link patch}), so that a selection in it, its scroll position and the browser's work on it survive.
 *
 * What there is no time for in this frame is shown as it was written until a later frame ({@link turns}).
 */
export class StreamingMarkdown {
  /** Characters that are cut into blocks at a time. */
  static #STRIDE = 16_384;

  #host;
  /** @type {import("./grammar.js").Definitions} where the links of all blocks lead */
  #definitions = {};
  #growing = new GrowingBlocks();
  /** @type {Shown[]} */
  #shown = [];
  /** What is shown as plain text stays so while it grows: nothing is lexed again. */
  #plain = false;
  #drawn = "";
  /** Characters that were cut into blocks. */
  #read = 0;
  /**
   * What was cut and is not all drawn: it is not cut again for that.
   *
   * @type {{text: string, streaming: boolean, blocks: import("./blocks.js").Block[]} | undefined}
   */
  #undrawn;
  #rest = new Rest();
  #pause = new Pause();

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
    host.replaceChildren();
    host.classList.add("rich");
  }

  /**
   * @param {string} written
   * @param {boolean} streaming more is to come
   */
  update(written, streaming) {
    const text = written.replace(/\r\n?/g, "\n"); // as the lexer does: lengths must agree
    turns.forget(this);
    if (this.#plain && text.startsWith(this.#drawn)) return this.#showPlain(text);
    if (streaming && !this.#rest.element && this.#waitsForMore(text)) return;
    if (streaming && !this.#pause.over) return turns.later(this, () => this.update(text, streaming));
    this.#plain = false;
    // What is unfinished goes on in the next frame; whatever comes in between is shown with it.
    this.#pause.after(() => (this.#proceed(text, streaming), !this.#rest.element));
  }

  /**
   * A long block that is still open is lexed as a whole at every update: the longer it is, the more must be new.
   *
   * @param {string} text
   */
  #waitsForMore(text) {
    const open = this.#shown.at(-1)?.shown.length ?? 0;
    return open > LONG && text.startsWith(this.#drawn) && text.length - this.#drawn.length < open / 32;
  }

  /**
   * @param {string} text
   * @param {boolean} streaming
   */
  #proceed(text, streaming) {
    if (!text.startsWith(this.#drawn)) {
      this.#read = 0;
      this.#undrawn = undefined;
    }
    this.#drawn = text;
    try {
      while (!this.#advance(text, streaming)) {
        if (turns.left) continue;
        this.#rest.show(this.#host, text.slice(this.#shown.reduce((sum, { block }) => sum + block.raw.length, 0)));
        return turns.later(this, () => this.#host.isConnected && this.#proceed(text, streaming));
      }
      this.#rest.hide();
    } catch (failure) {
      if (!(failure instanceof TooComplex)) reportError(failure);
      this.#showPlain(text);
    }
  }

  /**
   * Formats the next part of a text, as long as there is time.
   *
   * @param {string} text
   * @param {boolean} streaming
   * @returns {boolean} whether that was all
   */
  #advance(text, streaming) {
    if (text.length > BOUNDS.length) throw new TooComplex("length");
    if (this.#shown.length === 0 && !turns.left) return false;
    const known = this.#undrawn?.text === text && this.#undrawn.streaming === streaming ? this.#undrawn.blocks : undefined;
    if (!known) this.#read = Math.min(text.length, this.#read + StreamingMarkdown.#STRIDE);
    const all = this.#read === text.length;
    const allowance = new Allowance(this.#read - Math.min(this.#read, this.#growing.closedLength), undefined, text.length);
    const blocks = known ?? this.#blocks(text, streaming, allowance);
    this.#undrawn = { text, streaming, blocks };
    if (blocks.some(({ raw, code }) => !code && raw.length > BOUNDS.block)) throw new TooComplex("length of a block");
    const whole = all && !streaming;
    this.#define(definitionsOf(blocks, whole));
    const end = all ? blocks.length : this.#growing.closedCount;
    if (this.#shown.length === 0) this.#empty();
    let drawn = 0;
    for (let index = 0; index < end; index++) {
      const open = !whole && index === blocks.length - 1;
      if (!this.#stays(blocks[index], index, open, allowance)) {
        // One at least: cutting alone may take longer than there is time.
        if (drawn++ > 0 && !turns.left) return this.#cut(this.#same(blocks, index), false);
        this.#show(blocks[index], index, open, allowance);
      }
      if (!open) this.#close(this.#shown[index]);
    }
    this.#undrawn = undefined;
    return this.#cut(end, all);
  }

  /**
   * @param {string} text
   * @param {boolean} streaming
   * @param {Allowance} allowance
   */
  #blocks(text, streaming, allowance) {
    const whole = !streaming && text.length <= StreamingMarkdown.#STRIDE;
    return whole ? blocksOf(text, new Allowance(text.length)) : this.#growing.update(text.slice(0, this.#read), allowance);
  }

  /**
   * An address is often written after the links that lead to it.
   *
   * @param {import("./grammar.js").Definitions} definitions
   */
  #define(definitions) {
    const labels = changedLabels(this.#definitions, definitions);
    this.#definitions = definitions;
    if (labels.size === 0) return;
    for (const shown of this.#shown) shown.stale ||= !shown.block.code && namesOne(shown.block.raw, labels);
  }

  /**
   * @param {import("./blocks.js").Block} block
   * @param {number} index
   * @param {boolean} open
   * @param {Allowance} allowance
   * @returns {boolean} whether the block is shown already
   */
  #stays(block, index, open, allowance) {
    const known = this.#shown[index];
    if (!known) return false;
    const text = textOf(block, open);
    if (known.stale) return false;
    if (known.shown !== text) {
      if (!growCode(known.element, known.block.code, block.code)) return false;
      known.block = block;
      known.shown = text;
      known.closed = false;
    }
    allowance.build(known.elements);
    return true;
  }

  /**
   * @param {import("./blocks.js").Block} block
   * @param {number} index
   * @param {boolean} open
   * @param {Allowance} allowance
   */
  #show(block, index, open, allowance) {
    const text = textOf(block, open);
    if (this.#shown[index]?.stale) allowance.extend(text.length);
    const before = allowance.built;
    const content = render(text, allowance, this.#definitions);
    const element = this.#shown[index]?.element ?? document.createElement("div");
    element.className = "block";
    patch(element, content);
    if (!element.isConnected || element.parentElement !== this.#host) this.#host.insertBefore(element, this.#rest.element);
    this.#shown[index] = { block, shown: text, element, closed: false, elements: allowance.built - before };
  }

  /**
   * @param {import("./blocks.js").Block[]} blocks
   * @param {number} from
   * @returns {number} how many are shown, some of them perhaps with links that lead elsewhere now
   */
  #same(blocks, from) {
    let count = from;
    while (count < blocks.length && this.#shown[count]?.block.raw === blocks[count].raw) count++;
    return count;
  }

  /** @param {Shown} shown a block that nothing will be added to */
  #close(shown) {
    if (shown.closed) return;
    shown.closed = true;
    closeCode(shown.element);
  }

  /**
   * @template T
   * @param {number} count blocks that stay
   * @param {T} result
   * @returns {T}
   */
  #cut(count, result) {
    for (const surplus of this.#shown.splice(count)) surplus.element.remove();
    return result;
  }

  #empty() {
    this.#rest.hide();
    this.#host.replaceChildren();
  }

  /** @param {string} text */
  #showPlain(text) {
    this.#drawn = text;
    if (this.#plain && growPlain(this.#host, text)) return;
    this.#plain = true;
    this.#shown = [];
    this.#read = 0;
    this.#undrawn = undefined;
    this.#rest.hide();
    this.#definitions = {};
    this.#growing = new GrowingBlocks();
    showPlain(this.#host, text);
  }
}
