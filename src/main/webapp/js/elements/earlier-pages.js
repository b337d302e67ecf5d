import { readNow } from "../reach.js";

/** Earlier pages of a transcript, read as the reader comes near the beginning, and what is said there of them. */
export class EarlierPages {
  /** How near: pixels from the beginning of what is here. */
  static #NEAR = 600;
  /** Pages that are read to be printed. */
  static #PRINTED = 25;

  #earlier;
  #note;
  #scroller;
  #session;
  #insert;

  /**
   * @param {object} options
   * @param {import("../transcript/earlier.js").Earlier} options.earlier
   * @param {HTMLElement} options.note stands at the beginning
   * @param {HTMLElement} options.scroller
   * @param {import("../session/session.js").Session} options.session
   * @param {(page: import("../protocol/wire.js").Message[]) => void} options.insert puts a page before what is here, without
   *   moving what is read
   */
  constructor({ earlier, note, scroller, session, insert }) {
    this.#earlier = earlier;
    this.#note = note;
    this.#scroller = scroller;
    this.#session = session;
    this.#insert = insert;
    session.hole.on((next) => {
      earlier.lost(next);
      session.complete = next === "";
    });
    note.addEventListener("click", (event) => {
      event.preventDefault();
      this.load();
    });
    new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.load(), {
      root: scroller,
      rootMargin: `${EarlierPages.#NEAR}px 0px 0px`,
    }).observe(note);
  }

  get more() {
    return this.#earlier.more;
  }

  /** @returns {Promise<boolean>} whether there was an earlier page, and it was read */
  async load() {
    if (!this.#earlier.more || this.#session.transcript.rows.length === 0) return false;
    try {
      const page = await this.#earlier.load();
      this.#session.complete = !this.#earlier.more;
      this.#insert(page);
      this.#note.textContent = this.#earlier.more ? "" : "This is the beginning.";
      this.#stillShort();
      return true;
    } catch {
      const again = document.createElement("button");
      again.className = "quiet small";
      again.textContent = "Earlier messages could not be loaded. Try again";
      this.#note.replaceChildren(again);
      return false;
    }
  }

  /** All of them, as far as they are printed: a browser prints what is in the document, and waits for nothing. */
  readToPrint() {
    try {
      const pages = this.#earlier.rest(readNow, EarlierPages.#PRINTED);
      this.#session.complete = !this.#earlier.more;
      this.#session.transcript.prepend(pages);
      this.#note.textContent = this.#earlier.more ? "Earlier messages are not printed." : "";
    } catch {
      this.#note.textContent = "Earlier messages could not be loaded and are not printed.";
    }
  }

  /** A page that was on other branches altogether moved nothing: nobody will scroll because of it. */
  #stillShort() {
    if (this.#scroller.scrollTop < EarlierPages.#NEAR) requestAnimationFrame(() => this.load());
  }
}
