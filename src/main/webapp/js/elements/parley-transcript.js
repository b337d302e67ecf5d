import { paced, perFrame } from "../frames.js";
import { fetchJson } from "../http.js";
import { turns } from "../markdown/turns.js";
import { Earlier } from "../transcript/earlier.js";
import { followAddress } from "./address.js";
import { EarlierPages } from "./earlier-pages.js";
import { FollowEnd } from "./follow-end.js";
import { JumpButton } from "./jump-button.js";
import { ParleyMessage } from "./parley-message.js";
import { markPrintedLinks } from "./printed-links.js";
import { actOnRow } from "./row-actions.js";
import { RowWindow } from "./row-window.js";
import { fromTemplate, part } from "./rows.js";
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

  /** @type {Map<string, ParleyMessage>} */
  #shown = new Map();
  /** @type {Set<string>} */
  #dirty = new Set();
  /** Rows that stand as the server wrote them: they can be read, and wait for their turn. @type {Set<string>} */
  #written = new Set();
  #reordered = true;
  #printing = false;

  connectedCallback() {
    const page = pageOf(this);
    this.page = page;
    this.rows = part(this, ".rows");
    this.scroller = part(this, ".scroller");
    this.jumpButton = new JumpButton(part(this, ".jump"), () => this.jump());
    for (const element of this.rows.querySelectorAll("parley-message")) {
      if (!(element instanceof ParleyMessage)) continue;
      this.#shown.set(element.dataset.id ?? "", element);
      this.#written.add(element.dataset.id ?? "");
    }
    const { session, session: { transcript } } = page;
    this.window = new RowWindow(this.rows, this.scroller, this.#shown);
    this.earlier = new EarlierPages({
      earlier: new Earlier(() => page.history, page.dataset.next, fetchJson, ParleyTranscript.#PAGE),
      note: part(this, ".earlier"),
      scroller: this.scroller,
      session,
      insert: (messages) => this.#insert(messages),
    });
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
      if (this.end?.far && row.author?.id !== session.me.id) this.jumpButton?.count();
    });
    const focusElsewhere = () => this.scroller?.focus({ preventScroll: true });
    this.addEventListener("click", (event) => actOnRow(event, session, focusElsewhere));
    this.addEventListener("parley-opening", () => this.end?.hold());
    this.addEventListener("parley-closed", () => this.end?.release());
    addEventListener("beforeprint", () => this.#print());
    addEventListener("afterprint", () => this.#printed());
  }

  get #session() {
    return /** @type {import("./conversation-page.js").ConversationPage} */ (this.page).session;
  }

  jump() {
    this.end?.jump();
  }

  /** Shows the row that the page's address names, such as one that a search has found. */
  followAddress() {
    followAddress((id) => {
      closePanels(this);
      this.reveal(id);
    });
  }

  /** Goes back to the branch that was shown before a reload, however far back it ends. */
  async restoreBranch() {
    const session = this.#session;
    while (session.wanted && (await this.earlier?.load()));
    if (session.wanted && !this.earlier?.more) session.giveUpWanted();
  }

  /**
   * Shows a row, wherever it is: on another branch, or on an earlier page.
   *
   * @param {string} id
   */
  async reveal(id) {
    const session = this.#session;
    while (!session.transcript.find(id) && (await this.earlier?.load()));
    if (!session.transcript.find(id)) return;
    session.choose(id);
    this.#reordered = true;
    this.#draw(true);
    const ids = session.shown.map((row) => row.id);
    if (!this.#shown.has(id)) this.end?.show(this.window?.heightOf(ids.slice(0, ids.indexOf(id))) ?? 0);
    this.#moved();
    const element = this.#shown.get(id);
    if (!element) return;
    this.end?.showAtTop(element);
    element.classList.add("found");
    element.addEventListener("animationend", () => element.classList.remove("found"), { once: true });
  }

  /** @param {Element} opened by the reader; brought into view, if its end is not */
  bringInto(opened) {
    this.end?.bringInto(opened);
  }

  /** @param {Element} element @returns {boolean} whether the reader looks at it instead of following the end */
  isReading(element) {
    return this.end?.away === true && this.end.shows(element);
  }

  /** @param {boolean} [all] also rows that could wait for their turn */
  #draw(all = this.#printing) {
    const session = this.#session;
    const rows = session.shown;
    if (this.#reordered) this.#order(rows);
    const waiting = /** @type {Set<string>} */ (new Set());
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
    const session = this.#session;
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
    const ids = rows.map((row) => row.id);
    const { from, to } = this.window?.arrange(ids, this.#printing) ?? { from: 0, to: rows.length };
    const visible = rows.slice(from, to);
    this.#leave(new Set(visible.map((row) => row.id)));
    let place = host.firstElementChild;
    visible.forEach((row, index) => {
      const element = this.#shown.get(row.id) ?? /** @type {ParleyMessage} */ (fromTemplate("message-row"));
      this.#shown.set(row.id, element);
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
    this.earlier?.readToPrint();
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

  /** The reader moved, or the content under them. */
  #moved() {
    this.jumpButton?.offer(this.end?.far === true);
    const stays = this.window?.staying(this.#session.shown.map((row) => row.id));
    if (stays === undefined) return;
    this.end?.keeping(stays, () => {
      this.#reordered = true;
      this.#draw();
    });
  }

  /** @param {import("../protocol/wire.js").Message[]} page an earlier one */
  #insert(page) {
    this.end?.keeping(this.#firstInView(), () => {
      this.#session.transcript.prepend(page);
      this.#reordered = true;
      this.#draw();
    });
    this.#moved();
  }

  #firstInView() {
    const top = /** @type {HTMLElement} */ (this.scroller).getBoundingClientRect().top;
    const elements = [.../** @type {HTMLElement} */ (this.rows).children];
    return elements.find((element) => element.getBoundingClientRect().bottom > top) ?? null;
  }
}
