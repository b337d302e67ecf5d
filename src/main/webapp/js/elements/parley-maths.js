import { typeset } from "../markdown/maths.js";

/** A formula: its TeX until it is near the view and the typesetter is loaded, and for good when it is not valid. */
export class ParleyMaths extends HTMLElement {
  /** @type {IntersectionObserver | undefined} */
  static #near;

  /** @type {ResizeObserver | undefined} */
  static #width;

  connectedCallback() {
    if ("set" in this.dataset) return this.#watchWidth();
    ParleyMaths.#near ??= new IntersectionObserver(setThose, { rootMargin: "600px" });
    ParleyMaths.#near.observe(this);
  }

  disconnectedCallback() {
    ParleyMaths.#near?.unobserve(this);
    ParleyMaths.#width?.unobserve(this);
  }

  async set() {
    if ("set" in this.dataset) return;
    this.dataset.set = ""; // before the wait: who moves it meanwhile would have its MathML read as TeX
    const tex = this.textContent ?? "";
    const markup = await typeset(tex, "display" in this.dataset);
    if (!markup) return;
    this.title = tex;
    this.replaceChildren(markup);
    this.#watchWidth();
  }

  /** A formula that is wider than its column can be scrolled with the keyboard. */
  #watchWidth() {
    if (!("display" in this.dataset) || !this.isConnected) return;
    ParleyMaths.#width ??= new ResizeObserver(reachThose);
    ParleyMaths.#width.observe(this);
  }
}

/** @param {ResizeObserverEntry[]} entries */
function reachThose(entries) {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
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
