import { highlighted } from "../markdown/highlight.js";
import { copy } from "./copy.js";

/**
 * A block of code: its copy button (markdown/code-block.js makes the parts) and, once it is whole and near the view, its
 * colours.
 */
export class ParleyCode extends HTMLElement {
  static observedAttributes = ["data-whole"];

  /** @type {IntersectionObserver | undefined} */
  static #near;

  connectedCallback() {
    const button = this.querySelector("[data-copy]");
    if (button instanceof HTMLElement) button.onclick = () => this.copy();
    this.attributeChangedCallback();
  }

  disconnectedCallback() {
    ParleyCode.#near?.unobserve(this);
  }

  attributeChangedCallback() {
    if (!("whole" in this.dataset) || !this.dataset.language || !this.isConnected) return;
    ParleyCode.#near ??= new IntersectionObserver(colourThose, { rootMargin: "600px" });
    ParleyCode.#near.observe(this);
  }

  copy() {
    const button = this.querySelector("[data-copy]");
    if (button instanceof HTMLElement) copy(button, this.querySelector("pre")?.textContent ?? "");
  }

  async colour() {
    const code = this.querySelector("pre > code");
    const text = code?.textContent ?? "";
    const markup = await highlighted(text, this.dataset.language ?? "");
    // Meanwhile it may have grown, when a stream was taken up again.
    if (markup && code?.textContent === text) code.replaceChildren(markup);
  }
}

/**
 * @param {IntersectionObserverEntry[]} entries
 * @param {IntersectionObserver} observer
 */
function colourThose(entries, observer) {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting || !(target instanceof ParleyCode)) continue;
    observer.unobserve(target);
    target.colour();
  }
}
