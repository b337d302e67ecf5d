import { fetchJson } from "../http.js";
import { fromTemplate, part } from "./rows.js";

/** Finds what was said, in one's own conversations and in the rooms. The results take the place of the lists. */
export class ParleySearch extends HTMLElement {
  static #PAUSE_MS = 200;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #asked = 0;

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
    part(this, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(this.#timer);
      this.#search(field.value.trim());
    });
    document.addEventListener("parley-search", () => {
      const sidebar = this.closest("[popover]");
      if (sidebar instanceof HTMLElement && !field.checkVisibility()) sidebar.showPopover();
      field.focus();
      field.select();
    });
  }

  get #results() {
    return /** @type {HTMLElement} */ (document.getElementById("search-results"));
  }

  /** @param {string} query */
  async #search(query) {
    const asked = ++this.#asked;
    const results = this.#results;
    results.hidden = query === "";
    this.closest(".sidebar")?.classList.toggle("searching", query !== "");
    if (query === "") return this.#say("");
    try {
      const { items } = await fetchJson(`/api/search?q=${encodeURIComponent(query)}&limit=30`);
      if (asked !== this.#asked) return;
      part(results, "ul").replaceChildren(...items.map(result));
      this.#say(items.length === 0 ? "Nothing was found." : "");
    } catch {
      if (asked === this.#asked) this.#say("The search does not answer just now.");
    }
  }

  /** @param {string} words */
  #say(words) {
    part(this.#results, ".none").textContent = words;
  }
}

/**
 * @param {{conversation_id: string, message_id?: string, title?: string, room?: string, name?: string, snippet: string}} found
 * @returns {HTMLElement}
 */
function result({ conversation_id: id, message_id: messageId, title, room, name, snippet }) {
  const item = fromTemplate("search-result");
  const link = /** @type {HTMLAnchorElement} */ (part(item, "a"));
  const roomName = room ?? name;
  link.href = `${roomName ? `/rooms/${encodeURIComponent(roomName)}` : `/conversations/${id}`}${messageId ? `#m-${messageId}` : ""}`;
  part(item, ".name").textContent = roomName ? `#${roomName}` : title || "New conversation";
  part(item, ".snippet").replaceChildren(...marked(snippet));
  return item;
}

/**
 * The server marks what was found; nothing else in a snippet is markup.
 *
 * @param {string} snippet
 */
function marked(snippet) {
  return snippet.split(/<\/?mark>/).map((text, index) => {
    if (index % 2 === 0) return text;
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  });
}
