import { ScrollPolicy } from "../transcript/scroll-policy.js";

/** Lets a scroller follow its end as `ScrollPolicy` decides. The only code that scrolls the transcript. */
export class FollowEnd {
  #scroller;
  #content;
  #policy = new ScrollPolicy();
  #moved;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} content what grows in it
   * @param {() => void} moved called when `far` may have changed
   */
  constructor(scroller, content, moved) {
    this.#scroller = scroller;
    this.#content = content;
    this.#moved = moved;
    scroller.classList.add("live");
    this.#go(this.#policy.jump(this.#now()));
    scroller.addEventListener("scroll", () => {
      this.#policy.scrolled(this.#now());
      if (!this.away) this.#sink();
      moved();
    }, { passive: true });
    const sizes = new ResizeObserver(() => this.follow());
    sizes.observe(content);
    sizes.observe(scroller);
  }

  get far() {
    return this.#policy.far;
  }

  /** Whether the reader has left the end, on purpose. */
  get away() {
    return !this.#policy.pinned;
  }

  /** The reader opens something: what they look at stays where it is. */
  hold() {
    this.#float();
    this.#go(this.#policy.left(this.#scroller.scrollTop));
    this.#moved();
  }

  /** What was opened is closed: a reader who is at the end again follows it again. */
  release() {
    const { top, height, viewport } = this.#now();
    if (height - viewport - top <= ScrollPolicy.REPIN) this.jump();
  }

  follow() {
    this.#go(this.#policy.resized(this.#now()));
    this.#moved();
  }

  /** @param {Element} element goes near the top of the view */
  showAtTop(element) {
    const scroller = this.#scroller;
    this.show(scroller.scrollTop + element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 80);
  }

  /** @param {Element} opened is brought into view, if its end is not */
  bringInto(opened) {
    const scroller = this.#scroller;
    const below = opened.getBoundingClientRect().bottom - scroller.getBoundingClientRect().bottom;
    // Clear of the button that floats above the end.
    if (below > -64) this.show(scroller.scrollTop + below + 64);
  }

  /** @param {Element} element */
  shows(element) {
    const { top, bottom } = element.getBoundingClientRect();
    const view = this.#scroller.getBoundingClientRect();
    return bottom > view.top && top < view.bottom;
  }

  jump() {
    this.#sink();
    this.#go(this.#policy.jump(this.#now()));
    this.#moved();
  }

  /**
   * Changes the content above the reader's eyes and keeps what they see where it is.
   *
   * @param {Element | null} anchor something that is in view before and after
   * @param {() => void} change
   */
  keeping(anchor, change) {
    const before = anchor?.getBoundingClientRect().top ?? 0;
    this.#scroller.classList.add("shifting"); // the browser must not correct it as well
    change();
    const shift = (anchor?.getBoundingClientRect().top ?? 0) - before;
    if (shift !== 0) {
      const top = this.#scroller.scrollTop + shift;
      this.#policy.shifted(top);
      this.#go(top);
    }
    requestAnimationFrame(() => this.#scroller.classList.remove("shifting"));
  }

  /**
   * Goes to a place that the reader asked for.
   *
   * @param {number} top
   */
  show(top) {
    this.#go(this.#policy.left(top));
    this.#moved();
  }

  /** A short content stands at the bottom. It stays at its height, so that it grows down, not up. */
  #float() {
    const [first, ...others] = /** @type {HTMLElement[]} */ ([...this.#content.children]);
    const next = others.find((each) => each.offsetHeight > 0);
    if (next) this.#content.style.setProperty("--held", `${next.offsetTop - first.offsetTop}px`);
  }

  #sink() {
    this.#content.style.removeProperty("--held");
  }

  /** @param {number | undefined} top */
  #go(top) {
    if (top !== undefined) this.#scroller.scrollTop = top;
  }

  #now() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return { top: scrollTop, height: scrollHeight, viewport: clientHeight };
  }
}
