import { blocksOf, GrowingBlocks } from "./blocks.js";
import { closeCode, growCode } from "./code-block.js";
import { render } from "./door.js";
import { repaired } from "./repair.js";

/**
 * Keeps an element showing a text as Markdown while the text grows. Blocks that did not change are not touched, so that
 * a selection in them, their scroll position and the browser's work on them survive.
 */
export class StreamingMarkdown {
  #host;
  #options;
  #growing = new GrowingBlocks();
  /** @type {{block: import("./blocks.js").Block, shown: string, element: HTMLElement, closed: boolean}[]} */
  #shown = [];

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
    const blocks = streaming ? this.#growing.update(text) : blocksOf(text);
    blocks.forEach((block, index) => this.#show(block, index, streaming && index === blocks.length - 1));
    blocks.forEach((_, index) => {
      if (!streaming || index < blocks.length - 1) this.#close(this.#shown[index]);
    });
    for (const surplus of this.#shown.splice(blocks.length)) surplus.element.remove();
  }

  /**
   * @param {import("./blocks.js").Block} block
   * @param {number} index
   * @param {boolean} open
   */
  #show(block, index, open) {
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
    element.replaceChildren(render(text, this.#options));
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
