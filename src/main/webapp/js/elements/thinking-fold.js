import { StreamingMarkdown } from "../markdown/streaming-markdown.js";
import { lasting } from "../session/times.js";
import { part } from "./rows.js";

/** @typedef {import("../transcript/thinking.js").Thinking} Thinking */

/**
 * What a model thinks, above its reply: open while it thinks, closed when the answer begins, then as the reader has it. It is
 * formatted only while it is open. No live region holds it, so nothing of it is read out unasked.
 */
export class ThinkingFold {
  /** A reader who is no further from the end of the text follows it. */
  static #NEAR = 40;

  #details;
  #reading;
  /** @type {StreamingMarkdown | undefined} */
  #markdown;
  /** @type {Thinking | undefined} */
  #thinking;
  /** @type {Thinking | undefined} */
  #drawn;
  /** The reader has opened or closed it: it stays so. */
  #chosen = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #seconds;
  /** Until the reader scrolls back in it. */
  #follows = true;
  #top = 0;
  /** Formatting goes on in later frames. */
  #growing = new MutationObserver(() => this.#follow());

  /**
   * @param {HTMLDetailsElement} details
   * @param {() => boolean} reading whether the reader looks at it, away from the end of the transcript
   */
  constructor(details, reading) {
    this.#details = details;
    this.#reading = reading;
    part(details, "summary").addEventListener("click", () => {
      this.#chosen = true;
      this.#tell("parley-opening");
    });
    const host = part(details, ".thought");
    host.addEventListener("scroll", () => this.#scrolled(host), { passive: true });
    details.addEventListener("toggle", () => {
      this.#draw();
      if (details.open && this.#thinking?.over) host.scrollTop = 0; // read from its beginning
      if (this.#chosen && !details.open) this.#tell("parley-closed");
    });
  }

  /** @param {Thinking} thinking */
  show(thinking) {
    this.#thinking = thinking;
    if (!this.#chosen && this.#details.open === thinking.over && !(thinking.over && this.#isRead())) {
      this.#details.open = !thinking.over;
    }
    this.#say();
    this.#draw();
    if (thinking.over || thinking.since === undefined) clearInterval(this.#seconds);
    else this.#seconds ??= setInterval(() => this.#tick(), 1000);
  }

  /** The row it belongs to has none any more. */
  remove() {
    clearInterval(this.#seconds);
    this.#growing.disconnect();
    this.#details.remove();
  }

  #tick() {
    if (this.#details.isConnected) return this.#say();
    clearInterval(this.#seconds);
    this.#seconds = undefined;
  }

  #say() {
    const { over, since, ms } = /** @type {Thinking} */ (this.#thinking);
    const words = !over ? "Thinking…" : ms === undefined ? "Thought" : `Thought for ${lasting(ms)}`;
    const place = part(this.#details, ".words");
    if (place.textContent !== words) place.textContent = words;
    part(this.#details, ".seconds").textContent = over || since === undefined ? "" : lasting(Date.now() - since);
  }

  #draw() {
    const thinking = this.#thinking;
    const drawn = this.#drawn;
    if (!this.#details.open || !thinking || (drawn?.text === thinking.text && drawn.over === thinking.over)) return;
    this.#drawn = thinking;
    const host = part(this.#details, ".thought");
    this.#markdown ??= new StreamingMarkdown(host);
    this.#markdown.update(thinking.text, !thinking.over);
    if (thinking.over) this.#growing.disconnect();
    else this.#growing.observe(host, { childList: true, characterData: true, subtree: true });
  }

  #follow() {
    const host = part(this.#details, ".thought");
    if (this.#follows) host.scrollTop = host.scrollHeight;
  }

  /** @param {Element} host Text that arrives never brings it further up: only a reader does. */
  #scrolled(host) {
    const up = host.scrollTop < this.#top;
    this.#top = host.scrollTop;
    if (host.scrollHeight - host.scrollTop - host.clientHeight < ThinkingFold.#NEAR) this.#follows = true;
    else if (up) this.#follows = false;
  }

  #isRead() {
    const host = part(this.#details, ".thought");
    const selection = getSelection();
    const selected = selection !== null && !selection.isCollapsed && host.contains(selection.anchorNode);
    return selected || !this.#follows || host.contains(document.activeElement) || this.#reading();
  }

  /** @param {string} what */
  #tell(what) {
    this.#details.dispatchEvent(new CustomEvent(what, { bubbles: true }));
  }
}
