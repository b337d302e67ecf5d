import { perFrame } from "../frames.js";
import { fetchJson } from "../http.js";
import { counted } from "../room/words.js";
import { Earlier } from "../transcript/earlier.js";
import { copy } from "./copy.js";
import { FollowEnd } from "./follow-end.js";
import { ParleyMessage } from "./parley-message.js";
import { roomOf } from "./parley-room.js";
import { fromTemplate, part } from "./rows.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */

const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
/** Messages of the same person within this time stand together under one name. */
const TOGETHER_MS = 5 * 60_000;

/** Shows the transcript, follows its end, and reads earlier pages as the reader comes near the beginning. */
export class ParleyTranscript extends HTMLElement {
  /** @type {Map<string, ParleyMessage>} */
  #shown = new Map();
  /** @type {Set<string>} */
  #dirty = new Set();
  #reordered = true;
  #unseen = 0;

  connectedCallback() {
    const room = roomOf(this);
    this.room = room;
    this.rows = part(this, ".rows");
    this.scroller = part(this, ".scroller");
    this.jumpButton = /** @type {HTMLButtonElement} */ (part(this, ".jump"));
    const { conversation = "", next } = room.dataset;
    this.earlier = new Earlier(`/api/conversations/${conversation}/messages`, next, fetchJson);
    for (const element of this.rows.querySelectorAll("parley-message")) {
      if (element instanceof ParleyMessage) this.#shown.set(element.dataset.id ?? "", element);
    }
    const { transcript } = room.session;
    for (const row of transcript.rows) this.#dirty.add(row.id);
    this.#draw();
    this.end = new FollowEnd(this.scroller, part(this, ".column"), () => this.#offerJump());

    const draw = perFrame(() => this.#draw());
    transcript.reordered.on(() => ((this.#reordered = true), draw()));
    transcript.changed.on((row) => (this.#dirty.add(row.id), draw()));
    transcript.completed.on((row) => {
      if (this.end?.far && row.author?.id !== room.session.me.id) this.#unseen++;
    });
    room.session.hole.on((next) => this.earlier?.lost(next));
    this.jumpButton.addEventListener("click", () => this.jump());
    this.addEventListener("click", (event) => this.#act(event));
    this.#watchBeginning();
  }

  jump() {
    this.end?.jump();
  }

  #draw() {
    const { session } = /** @type {import("./parley-room.js").ParleyRoom} */ (this.room);
    const { rows } = session.transcript;
    if (this.#reordered) this.#order(rows);
    for (const row of rows) {
      if (this.#dirty.has(row.id)) this.#shown.get(row.id)?.show(row, session.me.id);
    }
    this.#dirty.clear();
    this.scroller?.setAttribute("aria-busy", String(session.transcript.streaming.length > 0));
    this.end?.follow();
  }

  /** @param {Row[]} rows */
  #order(rows) {
    this.#reordered = false;
    const wanted = new Set(rows.map((row) => row.id));
    for (const [id, element] of this.#shown) {
      if (wanted.has(id)) continue;
      element.remove();
      this.#shown.delete(id);
    }
    const host = /** @type {HTMLElement} */ (this.rows);
    let place = host.firstElementChild;
    rows.forEach((row, index) => {
      const element = this.#shown.get(row.id) ?? this.#make(row);
      if (element === place) place = place.nextElementSibling;
      else host.insertBefore(element, place);
      stand(element, rows[index - 1], row);
    });
  }

  /** @param {Row} row */
  #make(row) {
    const element = /** @type {ParleyMessage} */ (fromTemplate("message-row"));
    this.#shown.set(row.id, element);
    this.#dirty.add(row.id);
    return element;
  }

  #offerJump() {
    const button = /** @type {HTMLButtonElement} */ (this.jumpButton);
    button.hidden = !this.end?.far;
    if (button.hidden) this.#unseen = 0;
    part(button, ".words").textContent = this.#unseen ? counted(this.#unseen, "new message") : "Jump to latest";
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

  async #loadEarlier() {
    const { session } = /** @type {import("./parley-room.js").ParleyRoom} */ (this.room);
    if (!this.earlier?.more || session.transcript.rows.length === 0) return;
    const note = part(this, ".earlier");
    try {
      const page = await this.earlier.load();
      this.end?.keeping(/** @type {HTMLElement} */ (this.rows).firstElementChild, () => {
        session.transcript.prepend(page);
        this.#reordered = true;
        this.#draw();
      });
      note.textContent = this.earlier.more ? "" : "This is the beginning.";
    } catch {
      const again = document.createElement("button");
      again.className = "quiet small";
      again.textContent = "Earlier messages could not be read. Try again";
      note.replaceChildren(again);
    }
  }

  /** @param {MouseEvent} event */
  #act(event) {
    const { session } = /** @type {import("./parley-room.js").ParleyRoom} */ (this.room);
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const id = button?.closest("parley-message")?.getAttribute("data-id");
    if (!button || !id) return;
    if ("retry" in button.dataset) session.retry(id);
    if ("discard" in button.dataset) session.discard(id);
    if ("stopReply" in button.dataset) session.stop(id);
    if ("copyMessage" in button.dataset) copy(button, session.transcript.find(id)?.text ?? "");
  }
}

/**
 * @param {HTMLElement} element
 * @param {Row | undefined} before
 * @param {Row} row
 */
function stand(element, before, row) {
  const at = new Date(row.createdAt);
  const last = before && new Date(before.createdAt);
  const newDay = last?.toDateString() !== at.toDateString() && !Number.isNaN(at.valueOf());
  if (newDay && (before || at.toDateString() !== new Date().toDateString())) element.dataset.day = dayName(at);
  else delete element.dataset.day;
  const together =
    !newDay &&
    row.role === "user" &&
    before?.role === "user" &&
    before.author?.id === row.author?.id &&
    at.valueOf() - (last?.valueOf() ?? 0) < TOGETHER_MS;
  element.classList.toggle("continued", together);
}

/** @param {Date} date */
function dayName(date) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return "Today";
  if (date.toDateString() === yesterday.toDateString()) return "Yesterday";
  return day.format(date);
}
