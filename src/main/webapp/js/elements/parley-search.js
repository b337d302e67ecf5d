import { fetchJson } from "../http.js";
import { pieces } from "../sidebar/marks.js";
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
 * @param {{conversation_id: string, message_id: string, title?: string, name?: string, snippet: string, marks?: {at: number, count: number}[]}} found
 * @returns {HTMLElement}
 */
function result({ conversation_id: id, message_id: messageId, title, name, snippet, marks = [] }) {
  const item = fromTemplate("search-result");
  const link = /** @type {HTMLAnchorElement} */ (part(item, "a"));
  link.href = `${name ? `/rooms/${encodeURIComponent(name)}` : `/conversations/${id}`}#m-${messageId}`;
  part(item, ".name").textContent = name ? `#${name}` : title || "New conversation";
  part(item, ".snippet").replaceChildren(
    ...pieces(snippet, marks).map(({ text, marked }) => {
      if (!marked) return text;
      const mark = document.createElement("mark");
      mark.textContent = text;
      return mark;
    }),
  );
  return item;
}
