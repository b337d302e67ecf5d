import { paced, perFrame } from "../frames.js";
import { fetchJson } from "../http.js";
import { turns } from "../markdown/turns.js";
import { readNow } from "../reach.js";
import { counted } from "../session/words.js";
import { Earlier } from "../transcript/earlier.js";
import { Windowing } from "../transcript/windowing.js";
import { copy } from "./copy.js";
import { FollowEnd } from "./follow-end.js";
import { ParleyMessage } from "./parley-message.js";
import { markPrintedLinks } from "./printed-links.js";
import { fromTemplate, part, write } from "./rows.js";
import { groupWith } from "./grouping.js";
import { closePanels, pageOf } from "./conversation-page.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */

/**
 * Shows the transcript, follows its end, and reads earlier pages as the reader comes near the beginning. Of a long one
 * only what is around the view is in the document.
 */
export class ParleyTranscript extends HTMLElement {
  /** After the first page history is read in larger pieces. */
  static #PAGE = 200;
  /** Pages that are read to be printed. */
  static #PRINTED = 25;

  /** @type {Map<string, ParleyMessage>} */
  #shown = new Map();
  /** @type {Set<string>} */
  #dirty = new Set();
  /** Rows that stand as the server wrote them: they can be read, and wait for their turn. @type {Set<string>} */
  #written = new Set();
  #reordered = true;
  #unseen = 0;
  #windowing = new Windowing();
  /** @type {{from: number, to: number} | undefined} */
  #slice;
  #printing = false;

  connectedCallback() {
    const page = pageOf(this);
    this.page = page;
    this.rows = part(this, ".rows");
    this.scroller = part(this, ".scroller");
    this.jumpButton = /** @type {HTMLButtonElement} */ (part(this, ".jump"));
    this.earlier = new Earlier(() => page.history, page.dataset.next, fetchJson, ParleyTranscript.#PAGE);
    for (const element of this.rows.querySelectorAll("parley-message")) {
      if (!(element instanceof ParleyMessage)) continue;
      this.#shown.set(element.dataset.id ?? "", element);
      this.#written.add(element.dataset.id ?? "");
    }
    const { session } = page;
    const { transcript } = session;
    for (const row of session.shown) this.#dirty.add(row.id);
    this.#order(session.shown);
    this.end = new FollowEnd(this.scroller, part(this, ".column"), () => this.#moved());
    // A browser that does not anchor its scrolling would let what is formatted later move what is read.
    if (!CSS.supports("overflow-anchor", "auto")) {
      turns.around = (work) => (this.end?.far ? this.end.keeping(this.#firstInView(), work) : work());
    }

    const draw = perFrame(() => this.#draw());
    draw();
    const drawGrowth = paced(() => this.#draw());
    transcript.reordered.on(() => ((this.#reordered = true), draw()));
    transcript.changed.on((row) => (this.#dirty.add(row.id), row.status === "streaming" ? drawGrowth() : draw()));
    transcript.doubles.changed.on((ids) => {
      for (const { id, author } of session.shown) if (author && ids.has(author.id)) this.#dirty.add(id);
      draw();
    });
    transcript.completed.on((row) => {
      if (this.end?.far && row.author?.id !== session.me.id) this.#unseen++;
    });
    session.hole.on((next) => {
      this.earlier?.lost(next);
      session.complete = next === "";
    });
    this.jumpButton.addEventListener("click", () => this.jump());
    this.addEventListener("click", (event) => this.#act(event));
    this.addEventListener("parley-opening", () => this.end?.hold());
    this.addEventListener("parley-closed", () => this.end?.release());
    this.#watchBeginning();
    addEventListener("beforeprint", () => this.#print());
    addEventListener("afterprint", () => this.#printed());
  }

  jump() {
    this.end?.jump();
  }

  /** Shows the row that the page's address names, such as one that a search has found. */
  followAddress() {
    const follow = () => {
      const [, id] = /^#m-([0-9a-f-]+)$/.exec(location.hash) ?? [];
      if (!id) return;
      closePanels(this);
      this.reveal(id);
    };
    addEventListener("hashchange", follow);
    follow();
  }

  /** Goes back to the branch that was shown before a reload, however far back it ends. */
  async restoreBranch() {
    const { session } = /** @type {import("./conversation-page.js").ConversationPage} */ (this.page);
    while (session.wanted && (await this.#loadEarlier()));
    if (session.wanted && !this.earlier?.more) session.giveUpWanted();
  }

  /**
   * Shows a row, wherever it is: on another branch, or on an earlier page.
   *
   * @param {string} id
   */
  async reveal(id) {
    const { session } = /** @type {import("./conversation-page.js").ConversationPage} */ (this.page);
    while (!session.transcript.find(id) && (await this.#loadEarlier()));
    if (!session.transcript.find(id)) return;
    session.choose(id);
    this.#reordered = true;
    this.#draw(true);
    const ids = session.shown.map((row) => row.id);
    const before = ids.slice(0, ids.indexOf(id)).reduce((sum, one) => sum + this.#windowing.heightOf(one), 0);
    if (!this.#shown.has(id)) this.end?.show(before);
    this.#moved();
    const element = this.#shown.get(id);
    const scroller = /** @type {HTMLElement} */ (this.scroller);
    if (!element) return;
    this.end?.show(scroller.scrollTop + element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 80);
    element.classList.add("found");
    element.addEventListener("animationend", () => element.classList.remove("found"), { once: true });
  }

  /**
   * Brings something that the reader has opened into view, if its end is not.
   *
   * @param {Element} opened
   */
  bringInto(opened) {
    const scroller = /** @type {HTMLElement} */ (this.scroller);
    const below = opened.getBoundingClientRect().bottom - scroller.getBoundingClientRect().bottom;
    // Clear of the button that floats above the end.
    if (below > -64) this.end?.show(scroller.scrollTop + below + 64);
  }

  /**
   * @param {Element} element
   * @returns {boolean} whether the reader looks at it instead of following the end
   */
  isReading(element) {
    const { top, bottom } = element.getBoundingClientRect();
    const view = /** @type {HTMLElement} */ (this.scroller).getBoundingClientRect();
    return this.end?.away === true && bottom > view.top && top < view.bottom;
  }

  /** @param {boolean} [all] also rows that could wait for their turn */
  #draw(all = this.#printing) {
    const { session } = /** @type {import("./conversation-page.js").ConversationPage} */ (this.page);
    const rows = session.shown;
    if (this.#reordered) this.#order(rows);
    /** @type {Set<string>} */
    const waiting = new Set();
    // The last first: they are in view.
    for (let index = rows.length - 1; index >= 0; index--) {
      const { id } = rows[index];
      if (!this.#dirty.has(id)) continue;
      if (all || !this.#written.has(id) || turns.left) this.#show(rows[index]);
      else waiting.add(id);
    }
    this.#dirty = waiting;
    if (waiting.size > 0) turns.later(this, () => this.#draw());
    const busy = String(session.replying.length > 0);
    if (this.scroller?.ariaBusy !== busy) this.scroller?.setAttribute("aria-busy", busy);
    this.end?.follow();
  }

  /**
   * A row that cannot be drawn does not stop the rows after it.
   *
   * @param {Row} row
   */
  #show(row) {
    this.#written.delete(row.id);
    const { session } = /** @type {import("./conversation-page.js").ConversationPage} */ (this.page);
    try {
      const tag = row.role === "user" && row.author ? session.transcript.doubles.tagOf(row.author) : "";
      this.#shown.get(row.id)?.show(row, session.me.id, session.place(row), tag);
    } catch (failure) {
      reportError(failure);
    }
  }

  /** @param {Row[]} rows */
  #order(rows) {
    this.#reordered = false;
    const host = /** @type {HTMLElement} */ (this.rows);
    // Measuring what is in view costs a layout.
    const whole = this.#printing || rows.length <= Windowing.FEW;
    const { from, to, above, below } = whole
      ? { from: 0, to: rows.length, above: 0, below: 0 }
      : this.#windowing.slice(rows.map((row) => row.id), this.#view(), this.#slice);
    const windowed = to - from < rows.length;
    this.#slice = windowed ? { from, to } : undefined;
    host.classList.toggle("windowed", windowed);
    host.style.paddingBlock = windowed ? `${above}px ${below}px` : "";
    const visible = rows.slice(from, to);
    this.#leave(new Set(visible.map((row) => row.id)));
    let place = host.firstElementChild;
    visible.forEach((row, index) => {
      const element = this.#shown.get(row.id) ?? this.#make(row);
      if (element === place) place = place.nextElementSibling;
      else host.insertBefore(element, place);
      delete element.dataset.aside;
      groupWith(element, rows[from + index - 1], row);
      // The same message can be another of its versions now.
      this.#dirty.add(row.id);
    });
    this.dispatchEvent(new CustomEvent("parley-drawn", { bubbles: true }));
  }

  /** A browser prints what is in the document: for that moment it is all of the conversation, formatted. */
  #print() {
    const { session } = /** @type {import("./conversation-page.js").ConversationPage} */ (this.page);
    const note = part(this, ".earlier");
    try {
      const earlier = this.earlier?.rest(readNow, ParleyTranscript.#PRINTED) ?? [];
      session.complete = !this.earlier?.more;
      session.transcript.prepend(earlier);
      note.textContent = this.earlier?.more ? "Earlier messages are not printed." : "";
    } catch {
      note.textContent = "Earlier messages could not be loaded and are not printed.";
    }
    this.#printing = true;
    this.#reordered = true;
    this.#draw();
    turns.finish();
    markPrintedLinks(this);
  }

  #printed() {
    this.#printing = false;
    this.#reordered = true;
    this.#draw();
    this.#moved();
  }

  /** @param {Set<string>} wanted rows that stay in the document */
  #leave(wanted) {
    for (const [id, element] of this.#shown) {
      if (wanted.has(id)) continue;
      if (element.contains(document.activeElement)) this.scroller?.focus({ preventScroll: true });
      element.remove();
      this.#shown.delete(id);
    }
  }

  /** @param {Row} row */
  #make(row) {
    const element = /** @type {ParleyMessage} */ (fromTemplate("message-row"));
    this.#shown.set(row.id, element);
    return element;
  }

  /** Where the reader is, counted from the first row's beginning; before the first layout, at the end. */
  #view() {
    const host = /** @type {HTMLElement} */ (this.rows);
    const scroller = /** @type {HTMLElement} */ (this.scroller);
    for (const [id, element] of this.#shown) this.#windowing.measured(id, element.offsetHeight);
    const bottom = host.getBoundingClientRect().top;
    const top = scroller.getBoundingClientRect().top - bottom;
    return { top, bottom: top + scroller.clientHeight };
  }

  /** The reader moved, or the content under them. */
  #moved() {
    this.#offerJump();
    const { session } = /** @type {import("./conversation-page.js").ConversationPage} */ (this.page);
    const rows = session.shown;
    if (!this.#slice || rows.length === 0) return;
    const view = this.#view();
    const next = this.#windowing.slice(rows.map((row) => row.id), view, this.#slice);
    if (next.from === this.#slice.from && next.to === this.#slice.to) return;
    const top = /** @type {HTMLElement} */ (this.scroller).getBoundingClientRect().top;
    const stays = rows
      .slice(Math.max(next.from, this.#slice.from), Math.min(next.to, this.#slice.to))
      .map((row) => this.#shown.get(row.id))
      .find((element) => element && element.getBoundingClientRect().bottom > top);
    this.end?.keeping(stays ?? null, () => {
      this.#reordered = true;
      this.#draw();
    });
  }

  #offerJump() {
    const button = /** @type {HTMLButtonElement} */ (this.jumpButton);
    button.hidden = !this.end?.far;
    if (button.hidden) this.#unseen = 0;
    write(part(button, ".words"), this.#unseen ? counted(this.#unseen, "new message") : "Jump to latest");
  }

  #watchBeginning() {
    const earlier = part(this, ".earlier");
    earlier.addEventListener("click", (event) => {
      event.preventDefault();
      this.#loadEarlier();
    });
    new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#loadEarlier(), {
      root: this.scroller,
      rootMargin: "600px 0px 0px",
    }).observe(earlier);
  }

  /** @returns {Promise<boolean>} whether there was an earlier page, and it was read */
  async #loadEarlier() {
    const { session } = /** @type {import("./conversation-page.js").ConversationPage} */ (this.page);
    if (!this.earlier?.more || session.transcript.rows.length === 0) return false;
    const note = part(this, ".earlier");
    try {
      const page = await this.earlier.load();
      const first = this.#firstInView();
      session.complete = !this.earlier.more;
      this.end?.keeping(first, () => {
        session.transcript.prepend(page);
        this.#reordered = true;
        this.#draw();
      });
      note.textContent = this.earlier.more ? "" : "This is the beginning.";
      this.#moved();
      this.#stillShort();
      return true;
    } catch {
      const again = document.createElement("button");
      again.className = "quiet small";
      again.textContent = "Earlier messages could not be loaded. Try again";
      note.replaceChildren(again);
      return false;
    }
  }

  /** A page that was on other branches altogether moved nothing: nobody will scroll because of it. */
  #stillShort() {
    const scroller = /** @type {HTMLElement} */ (this.scroller);
    if (scroller.scrollTop < 600) requestAnimationFrame(() => this.#loadEarlier());
  }

  #firstInView() {
    const top = /** @type {HTMLElement} */ (this.scroller).getBoundingClientRect().top;
    const elements = [.../** @type {HTMLElement} */ (this.rows).children];
    return elements.find((element) => element.getBoundingClientRect().bottom > top) ?? null;
  }

  /** @param {MouseEvent} event */
  #act(event) {
    const { session } = /** @type {import("./conversation-page.js").ConversationPage} */ (this.page);
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const id = button?.closest("parley-message")?.getAttribute("data-id");
    if (!button || !id) return;
    if ("retry" in button.dataset) session.retry(id);
    if ("discard" in button.dataset) session.discard(id);
    if ("stopReply" in button.dataset) session.stop(id);
    if ("continueReply" in button.dataset) this.#continue(button, id);
    if ("copyMessage" in button.dataset) copy(button, session.transcript.find(id)?.text ?? "");
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} id
   */
  async #continue(button, id) {
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    const { session } = /** @type {import("./conversation-page.js").ConversationPage} */ (this.page);
    if (!(await session.continueReply(id))) button.ariaDisabled = null;
    else if (button.contains(document.activeElement)) this.scroller?.focus({ preventScroll: true }); // the button goes
  }
}
