import { ModelShelf } from "../conversation/model-shelf.js";
import { fetchJson } from "../http.js";
import { candidates, candidatesFor, isComplete, queryAt } from "../room/completion.js";
import { counted } from "../session/words.js";
import { ParleyComposer } from "./parley-composer.js";
import { roomOf } from "./parley-room.js";
import { part } from "./rows.js";

/** @typedef {import("../room/completion.js").Candidate} Candidate */

/**
 * Completes names of people and models after an `@`. The focus stays in the composer; its list says what Enter and Tab
 * would take. Keys of a composition never come here (keyboard.js).
 */
export class ParleyMentions extends HTMLElement {
  #shelf = new ModelShelf(fetchJson);
  /** @type {{from: number, query: string, offered: Candidate[]} | undefined} */
  #open;
  #chosen = 0;
  /** The place of an `@` whose list was closed by Escape. */
  #dismissed = -1;

  connectedCallback() {
    const composer = this.closest("parley-composer");
    if (!(composer instanceof ParleyComposer)) return;
    const field = /** @type {HTMLTextAreaElement} */ (part(composer, "textarea"));
    this.field = field;
    this.list = part(this, "[role=listbox]");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.#look());
    field.addEventListener("blur", () => this.#close());
    document.addEventListener("selectionchange", () => this.#open && document.activeElement === field && this.#look());
    // Before the composer's own listener, which sends with Enter.
    composer.addEventListener("keydown", (event) => this.#key(/** @type {KeyboardEvent} */ (event)), { capture: true });
    // The focus stays where it is.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const option = target instanceof Element ? target.closest("[role=option]") : null;
      const index = option ? [...(this.list?.children ?? [])].indexOf(option) : -1;
      if (index >= 0) this.#take(index);
    });
  }

  #look() {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    const query = field.selectionStart === field.selectionEnd ? queryAt(field.value, field.selectionStart) : undefined;
    if (query?.from !== this.#dismissed) this.#dismissed = -1;
    if (!query || query.from === this.#dismissed) return this.#close();
    if (!this.#open) this.#shelf.read().then(() => this.#offer(query), () => {});
    this.#offer(query);
  }

  /** @param {{from: number, query: string}} query */
  #offer(query) {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    const now = queryAt(field.value, field.selectionStart);
    if (now?.from !== query.from || now.query !== query.query) return;
    const { session, dataset } = roomOf(this);
    const people = session.people.all.filter(({ id }) => id !== session.me.id);
    const all = candidates(people, (one) => session.transcript.doubles.tagOf(one), this.#shelf.list.matching(""), session.model ?? dataset.model);
    const offered = candidatesFor(query.query, all);
    if (offered.length === 0) return this.#close();
    const before = this.#open?.offered[this.#chosen];
    const news = this.#open?.offered.length !== offered.length;
    this.#open = { ...query, offered };
    this.#chosen = Math.max(0, offered.findIndex(({ id }) => id === before?.id));
    this.list?.replaceChildren(...offered.map((candidate, index) => option(candidate, index)));
    /** @type {HTMLElement} */ (this.list).hidden = false;
    if (news) part(this, "[role=status]").textContent = `${counted(offered.length, "suggestion")}. Choose with the arrow keys and Enter.`;
    this.#choose(this.#chosen);
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    const options = [...(this.list?.children ?? [])];
    options.forEach((one, at) => (one.ariaSelected = String(at === index)));
    options[index]?.scrollIntoView({ block: "nearest" });
    this.field?.setAttribute("aria-activedescendant", options[index]?.id ?? "");
  }

  #close() {
    if (!this.#open) return;
    this.#open = undefined;
    /** @type {HTMLElement} */ (this.list).hidden = true;
    this.list?.replaceChildren();
    this.field?.removeAttribute("aria-activedescendant");
    part(this, "[role=status]").textContent = "";
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const open = this.#open;
    if (!open || event.target !== this.field || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const takes = event.key === "Tab" || event.key === "Enter";
    // A name that is typed in full is sent like any other text.
    if (event.key === "Enter" && isComplete(open.query, open.offered[this.#chosen])) return this.#close();
    if (step === 0 && !takes && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (step !== 0) return this.#choose((this.#chosen + step + open.offered.length) % open.offered.length);
    if (takes) return this.#take(this.#chosen);
    this.#dismissed = open.from;
    this.#close();
  }

  /** @param {number} index */
  #take(index) {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    const { from, offered } = /** @type {{from: number, offered: Candidate[]}} */ (this.#open);
    const end = field.selectionEnd;
    const text = `@${offered[index].name}${/^\s/.test(field.value.slice(end)) ? "" : " "}`;
    this.#close();
    field.focus();
    field.setSelectionRange(from, end);
    // As if it had been typed: it can be undone.
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, from, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/**
 * @param {Candidate} candidate
 * @param {number} index
 */
function option({ kind, name, detail }, index) {
  const made = document.createElement("li");
  made.id = `mention-${index}`;
  made.role = "option";
  made.dataset.kind = kind;
  const label = document.createElement("span");
  label.className = "name";
  label.dir = "auto";
  label.textContent = name;
  const more = document.createElement("span");
  more.className = "detail";
  more.textContent = kind === "model" ? `Model ${detail}` : detail ? `#${detail}` : "";
  made.append(label, more);
  return made;
}
