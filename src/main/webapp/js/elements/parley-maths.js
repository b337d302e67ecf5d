import { typeset } from "../markdown/maths.js";

/** A formula: its TeX until it is near the view and the typesetter is loaded, and for good when it is not valid. */
export class ParleyMaths extends HTMLElement {
  /** @type {IntersectionObserver | undefined} */
  static #near;

  connectedCallback() {
    if ("set" in this.dataset) return;
    ParleyMaths.#near ??= new IntersectionObserver(setThose, { rootMargin: "600px" });
    ParleyMaths.#near.observe(this);
  }

  disconnectedCallback() {
    ParleyMaths.#near?.unobserve(this);
  }

  async set() {
    if ("set" in this.dataset) return;
    this.dataset.set = ""; // before the wait: who moves it meanwhile would have its MathML read as TeX
    const tex = this.textContent ?? "";
    const markup = await typeset(tex, "display" in this.dataset);
    if (!markup) return;
    this.title = tex;
    this.replaceChildren(markup);
  }
}

/**
 * @param {IntersectionObserverEntry[]} entries
 * @param {IntersectionObserver} observer
 */
function setThose(entries, observer) {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting || !(target instanceof ParleyMaths)) continue;
    observer.unobserve(target);
    target.set();
  }
}
