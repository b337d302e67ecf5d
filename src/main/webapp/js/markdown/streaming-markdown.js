import { blocksOf, GrowingBlocks } from "./blocks.js";
import { Allowance, TooComplex } from "./bounds.js";
import { closeCode, growCode } from "./code-block.js";
import { render } from "./door.js";
import { repaired } from "./repair.js";

/**
 * Keeps an element showing a text as Markdown while the text grows. Blocks that did not change are not touched, so that
 * a selection in them, their scroll position and the browser's work on them survive.
 */
export class StreamingMarkdown {
  /** Characters of an open block. */
  static #LONG = 4096;

  #host;
  #options;
  #growing = new GrowingBlocks();
  /** @type {{block: import("./blocks.js").Block, shown: string, element: HTMLElement, closed: boolean}[]} */
  #shown = [];
  /** What is shown as plain text stays so while it grows: nothing is lexed again. */
  #plain = false;
  #drawn = "";

  /**
   * @param {HTMLElement} host
   * @param {{breaks?: boolean}} [options]
   */
  constructor(host, options = {}) {
    this.#host = host;
    this.#options = options;
    host.replaceChildren();
    host.classList.add("rich");
  }

  /**
   * @param {string} text
   * @param {boolean} streaming more is to come
   */
  update(text, streaming) {
    if (this.#plain && text.startsWith(this.#drawn)) return this.#showPlain(text);
    if (streaming && this.#canWait(text)) return;
    this.#plain = false;
    try {
      this.#format(text, streaming);
    } catch (failure) {
      if (!(failure instanceof TooComplex)) reportError(failure);
      this.#showPlain(text);
    }
    this.#drawn = text;
  }

  /**
   * A long block that is still open is lexed as a whole at every update: the longer it is, the more must be new.
   *
   * @param {string} text
   */
  #canWait(text) {
    const open = this.#shown.at(-1)?.shown.length ?? 0;
    return open > StreamingMarkdown.#LONG && text.startsWith(this.#drawn) && text.length - this.#drawn.length < open / 32;
  }

  /** @param {string} text */
  #showPlain(text) {
    this.#drawn = text;
    const shown = this.#host.querySelector(":scope > .plain");
    if (this.#plain && shown) {
      shown.textContent = text;
      return;
    }
    this.#plain = true;
    this.#shown = [];
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = "Shown as plain text: the formatting is too complex.";
    const plain = document.createElement("div");
    plain.className = "plain";
    plain.textContent = text;
    this.#host.replaceChildren(note, plain);
  }

  /**
   * @param {string} text
   * @param {boolean} streaming
   */
  #format(text, streaming) {
    const allowance = new Allowance(text.length);
    const blocks = streaming ? this.#growing.update(text, allowance) : blocksOf(text, allowance);
    if (this.#shown.length === 0) this.#host.replaceChildren();
    blocks.forEach((block, index) => this.#show(block, index, streaming && index === blocks.length - 1, allowance));
    blocks.forEach((_, index) => {
      if (!streaming || index < blocks.length - 1) this.#close(this.#shown[index]);
    });
    for (const surplus of this.#shown.splice(blocks.length)) surplus.element.remove();
  }

  /**
   * @param {import("./blocks.js").Block} block
   * @param {number} index
   * @param {boolean} open
   * @param {Allowance} allowance
   */
  #show(block, index, open, allowance) {
    const text = open && !block.code ? repaired(block.raw) : block.raw;
    const known = this.#shown[index];
    if (known?.shown === text) return;
    if (known && grown(known, block)) {
      known.block = block;
      known.shown = text;
      known.closed = false;
      return;
    }
    const element = known?.element ?? this.#host.appendChild(document.createElement("div"));
    element.className = "block";
    element.replaceChildren(render(text, allowance, this.#options));
    this.#shown[index] = { block, shown: text, element, closed: false };
  }

  /** @param {{element: HTMLElement, closed: boolean}} shown a block that nothing will be added to */
  #close(shown) {
    if (shown.closed) return;
    shown.closed = true;
    closeCode(shown.element);
  }
}

/**
 * @param {{block: import("./blocks.js").Block, element: HTMLElement}} known
 * @param {import("./blocks.js").Block} block
 */
function grown(known, block) {
  const before = known.block.code;
  const after = block.code;
  return (
    before !== undefined &&
    after !== undefined &&
    before.language === after.language &&
    growCode(known.element, before.text, after.text)
  );
}
