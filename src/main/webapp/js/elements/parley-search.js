import { modelName } from "../session/model-name.js";
import { fullTime, shortDay } from "../session/times.js";
import { fetchJson } from "../http.js";
import { pieces } from "../sidebar/marks.js";
import { failure, leftOut, SearchPages } from "../sidebar/search-pages.js";
import { fromTemplate, part } from "./rows.js";

/** Finds rooms and one's own conversations by name, and what was said in them. The results take the place of the lists. */
export class ParleySearch extends HTMLElement {
  static #PAUSE_MS = 200;
  static #PAGE = 30;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {SearchPages | undefined} */
  #pages;

  connectedCallback() {
    const field = /** @type {HTMLInputElement} */ (part(this, "input"));
    field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#search(field.value.trim()), ParleySearch.#PAUSE_MS);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && field.value) {
        event.preventDefault();
        event.stopPropagation();
        field.value = "";
        this.#search("");
      }
      if (event.key === "ArrowDown") {
        event.preventDefault();
        this.#results.querySelector("a")?.focus();
      }
    });
    this.#results.addEventListener("keydown", (event) => this.#move(event));
    part(this, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(this.#timer);
      this.#search(field.value.trim());
    });
    this.#older.addEventListener("click", () => this.#show());
    document.addEventListener("keydown", (event) => {
      const wanted = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!wanted || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      const sidebar = this.closest("[popover]");
      if (sidebar instanceof HTMLElement && !field.checkVisibility()) sidebar.showPopover();
      field.focus();
      field.select();
    });
  }

  /** @param {KeyboardEvent} event among the results: the arrows lead through them, and back to the field */
  #move(event) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const field = part(this, "input");
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return field.focus();
    }
    if (step === 0) return;
    event.preventDefault();
    const stops = [field, .../** @type {NodeListOf<HTMLElement>} */ (this.#results.querySelectorAll("a, button:not([hidden])"))];
    stops[stops.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step]?.focus();
  }

  get #results() {
    return /** @type {HTMLElement} */ (document.getElementById("search-results"));
  }

  get #older() {
    return part(this.#results, "[data-more-found]");
  }

  /** @param {string} query */
  #search(query) {
    this.#results.hidden = query === "";
    this.closest(".sidebar")?.classList.toggle("searching", query !== "");
    this.#pages = query === "" ? undefined : new SearchPages(query, ParleySearch.#PAGE, fetchJson);
    if (this.#pages) this.#show(true);
  }

  /** Shows what is found next, unless something else is looked for meanwhile. */
  async #show(first = false) {
    const pages = this.#pages;
    if (!pages) return;
    const list = part(this.#results, "ul");
    const shown = first ? 0 : list.childElementCount;
    const focused = document.activeElement === this.#older;
    let old = first;
    this.#older.hidden = true;
    try {
      for await (const items of pages.more(ParleySearch.#PAGE)) {
        if (pages !== this.#pages) return;
        if (old) list.replaceChildren();
        old = false;
        list.append(...items.map(result));
        this.#say(pages.hasMore ? "Searching older messages…" : list.childElementCount === 0 ? `No messages match your search. ${leftOut(pages.excluded)}`.trim() : "");
      }
      if (list.childElementCount > shown) this.#say(leftOut(pages.excluded));
      if (focused) list.children[shown]?.querySelector("a")?.focus();
    } catch (error) {
      if (pages !== this.#pages) return;
      if (old) list.replaceChildren(); // what somebody looked for before
      this.#say(failure(error));
    }
    this.#older.hidden = pages !== this.#pages || !pages.hasMore || list.childElementCount === 0;
  }

  /** @param {string} words */
  #say(words) {
    const status = part(this.#results, ".none");
    if (status.textContent !== words) status.textContent = words; // a status that is said again is read out again
  }
}

/**
 * @param {{conversation_id: string, message_id?: string, title?: string, name?: string, role?: string, model?: string, author?: {name: string}, created_at?: string, snippet: string, marks?: {at: number, count: number}[]}} found
 * @returns {HTMLElement}
 */
function result({ conversation_id: id, message_id: messageId, title, name, role, model, author, created_at: at, snippet, marks = [] }) {
  const item = fromTemplate("search-result");
  const link = /** @type {HTMLAnchorElement} */ (part(item, "a"));
  const place = name ? `/rooms/${encodeURIComponent(name)}` : `/conversations/${id}`;
  if (messageId) {
    link.href = `${place}#m-${messageId}`;
    part(item, ".name").textContent = name ? `#${name}` : title || "New conversation";
    part(item, ".snippet").replaceChildren(...marked(snippet, marks));
    if (at) part(item, ".about").replaceChildren(...about(role === "assistant" ? modelName(model) : author?.name, new Date(at)));
  } else {
    link.href = place; // its name was found, which is the snippet
    part(item, ".name").replaceChildren(name ? "#" : "", ...marked(snippet, marks));
    part(item, ".snippet").remove();
  }
  return item;
}

/**
 * @param {string | undefined} author
 * @param {Date} at
 * @returns {(string | HTMLElement)[]} who said it and when
 */
function about(author, at) {
  const time = document.createElement("time");
  time.dateTime = at.toISOString();
  time.title = fullTime(at);
  time.textContent = shortDay(at);
  const name = document.createElement("bdi");
  name.textContent = author ?? "";
  return author ? [name, " · ", time] : [time];
}

/**
 * @param {string} text
 * @param {{at: number, count: number}[]} marks
 * @returns {(string | HTMLElement)[]}
 */
function marked(text, marks) {
  return pieces(text, marks).map((piece) => {
    if (!piece.marked) return piece.text;
    const mark = document.createElement("mark");
    mark.textContent = piece.text;
    return mark;
  });
}
