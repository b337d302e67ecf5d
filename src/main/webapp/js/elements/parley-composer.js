import { codePointCount } from "../drafts/code-points.js";
import { perFrame } from "../frames.js";
import { sendOnEnter } from "../keyboard.js";
import { MESSAGE_LIMIT } from "../limits.js";
import { lengthWords, messageOf } from "../session/message-length.js";
import { modelName } from "../session/model-name.js";
import { counted } from "../session/words.js";
import { part, write } from "./rows.js";
import { pageOf } from "./conversation-page.js";

/** Whether the field grows with its text by itself. */
const GROWS = CSS.supports("field-sizing", "content");

/** The limit shows itself when this much is left. */
const NEAR = 500;

/** Where a message is written, and what is shown above it while a reply comes. */
export class ParleyComposer extends HTMLElement {
  connectedCallback() {
    const page = pageOf(this);
    this.page = page;
    this.field = /** @type {HTMLTextAreaElement} */ (part(this, "textarea"));
    this.sendButton = /** @type {HTMLButtonElement} */ (part(this, ".send"));
    this.field.addEventListener("input", () => this.#edited());
    sendOnEnter(this.field, () => this.#post());
    part(this, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#post();
    });
    part(this, "[data-stop]").addEventListener("click", () => this.stopLatest());
    const replying = perFrame(() => this.#showReplying());
    page.session.transcript.reordered.on(replying);
    page.session.transcript.changed.on(replying);
    for (const suggestion of page.querySelectorAll("[data-suggestion]")) {
      suggestion.addEventListener("click", () => this.#suggest(suggestion.textContent ?? ""));
    }
    this.#takeUp();
    addEventListener("pageshow", (event) => event.persisted && this.#takeUpAgain());
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

  /** @param {string} text takes the place of another suggestion, and of nothing else that stands there */
  #suggest(text) {
    const suggested = [...(this.page?.querySelectorAll("[data-suggestion]") ?? [])].some((one) => one.textContent === this.value);
    this.fill(suggested || this.value.trim() === "" ? text : `${this.value}\n${text}`);
  }

  /** @returns {boolean} whether there was a reply to stop */
  stopLatest() {
    const latest = this.page?.session.replying.at(-1);
    if (latest) this.page?.session.stop(latest.id);
    return latest !== undefined;
  }

  /** The draft as it was before a reload, and what was typed before this script was there. */
  #takeUp() {
    const { field, page } = /** @type {{field: HTMLTextAreaElement, page: import("./conversation-page.js").ConversationPage}} */ (this);
    const { text } = page.draft;
    field.value = text.startsWith(field.value) ? text : [text, field.value].filter(Boolean).join("\n");
    page.draft.write(field.value);
    this.#fit();
  }

  /** The page was put aside, and another page may have gone on with the draft. */
  #takeUpAgain() {
    const { field, page } = /** @type {{field: HTMLTextAreaElement, page: import("./conversation-page.js").ConversationPage}} */ (this);
    page.draft.reread();
    if (field.value === page.draft.text) return;
    field.value = page.draft.text;
    this.#edited();
  }

  #edited() {
    this.page?.draft.write(this.value);
    this.#fit();
    this.dispatchEvent(new CustomEvent("parley-edited", { bubbles: true }));
  }

  #post() {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    const asked = new CustomEvent("parley-posting", { bubbles: true, detail: { text: messageOf(field.value) } });
    this.dispatchEvent(asked);
    const { text } = asked.detail;
    const wrong = lengthWords(text);
    if (wrong) return this.page?.session.problem.emit(wrong);
    if (!text) return;
    this.page?.session.post(text);
    field.value = "";
    this.#edited();
    field.focus();
    this.dispatchEvent(new CustomEvent("parley-posted", { bubbles: true }));
  }

  /** @param {number} more code points that are sent besides the text */
  offer(more) {
    this.more = more;
    this.#fit();
  }

  /** Code points of the pieces, once there are any. */
  more = 0;

  #fit() {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    if (!GROWS) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    }
    const left = MESSAGE_LIMIT - codePointCount(field.value) - this.more;
    const note = part(this, ".left");
    note.hidden = left > NEAR;
    note.classList.toggle("over", left < 0);
    write(note, left < 0 ? `${counted(-left, "character")} too long` : `${counted(left, "character")} left`);
    /** @type {HTMLButtonElement} */ (this.sendButton).disabled = (field.value.trim() === "" && this.more === 0) || left < 0;
  }

  #showReplying() {
    const replies = this.page?.session.replying ?? [];
    const strip = part(this, ".replying");
    strip.hidden = replies.length === 0;
    const words = replies.length === 1 ? `${modelName(replies[0].model)} is replying` : `${replies.length} replies are being written`;
    if (replies.length > 0) write(part(strip, ".words"), words);
  }
}
