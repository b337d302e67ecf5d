import { MESSAGE_LIMIT } from "../limits.js";
import { perFrame } from "../frames.js";
import { counted, modelName } from "../talk/words.js";
import { part } from "./rows.js";
import { talkOf } from "./talk.js";

/** The limit shows itself when this much is left. */
const NEAR = 500;

/** Where a message is written, and what is shown above it while a reply comes. */
export class ParleyComposer extends HTMLElement {
  connectedCallback() {
    const talk = talkOf(this);
    this.talk = talk;
    this.field = /** @type {HTMLTextAreaElement} */ (part(this, "textarea"));
    this.sendButton = /** @type {HTMLButtonElement} */ (part(this, ".send"));
    this.key = `parley.draft.${talk.key}`;
    this.field.addEventListener("input", () => this.#edited());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    part(this, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#post();
    });
    part(this, "[data-stop]").addEventListener("click", () => this.stopLatest());
    const replying = perFrame(() => this.#showReplying());
    talk.session.transcript.reordered.on(replying);
    talk.session.transcript.changed.on(replying);
    for (const suggestion of talk.querySelectorAll("[data-suggestion]")) {
      suggestion.addEventListener("click", () => this.fill(suggestion.textContent ?? ""));
    }
    this.#takeUp(talk.store.getItem(this.key) ?? "");
    this.#showReplying();
    if (matchMedia("(hover: hover)").matches) this.field.focus({ preventScroll: true });
  }

  /** The text so far. */
  get value() {
    return this.field?.value ?? "";
  }

  /** @override */
  focus() {
    this.field?.focus();
  }

  /** @param {string} text */
  fill(text) {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    field.value = text;
    this.#edited();
    field.focus();
  }

  /** @returns {boolean} whether there was a reply to stop */
  stopLatest() {
    const latest = this.talk?.session.replying.at(-1);
    if (latest) this.talk?.session.stop(latest.id);
    return latest !== undefined;
  }

  /** @param {string} text that was here before a reload */
  #takeUp(text) {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    if (text && !field.value) field.value = text;
    this.#fit();
  }

  #edited() {
    const key = /** @type {string} */ (this.key);
    if (this.value) this.talk?.store.setItem(key, this.value);
    else this.talk?.store.removeItem(key);
    this.#fit();
    this.dispatchEvent(new CustomEvent("parley-edited", { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // 229: Safari ends a composition before the Enter that ended it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#post();
  }

  #post() {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    const asked = new CustomEvent("parley-posting", { bubbles: true, detail: { text: field.value.trim() } });
    this.dispatchEvent(asked);
    const { text } = asked.detail;
    const over = count(text) - MESSAGE_LIMIT;
    if (over > 0) return this.talk?.session.problem.emit(`That is ${counted(over, "character")} too long for one message.`);
    if (!text) return;
    this.talk?.session.post(text);
    field.value = "";
    this.#edited();
    field.focus();
    this.dispatchEvent(new CustomEvent("parley-posted", { bubbles: true }));
  }

  /** @param {boolean} more whether there is something to send besides the text */
  offer(more) {
    this.more = more;
    this.#fit();
  }

  #fit() {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    }
    const left = MESSAGE_LIMIT - count(field.value);
    const note = part(this, ".left");
    note.hidden = left > NEAR;
    note.classList.toggle("over", left < 0);
    note.textContent = left < 0 ? `${counted(-left, "character")} too long` : `${counted(left, "character")} left`;
    /** @type {HTMLButtonElement} */ (this.sendButton).disabled = (field.value.trim() === "" && !this.more) || left < 0;
  }

  #showReplying() {
    const replies = this.talk?.session.replying ?? [];
    const strip = part(this, ".replying");
    strip.hidden = replies.length === 0;
    const words = replies.length === 1 ? `${modelName(replies[0].model)} is replying` : `${replies.length} replies are being written`;
    if (replies.length > 0) part(strip, ".words").textContent = words;
  }
}

/** @param {string} text */
function count(text) {
  let points = 0;
  for (const _ of text) points++;
  return points;
}
