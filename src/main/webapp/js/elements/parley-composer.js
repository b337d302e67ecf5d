import { MESSAGE_LIMIT } from "../limits.js";
import { perFrame } from "../frames.js";
import { counted, modelName } from "../room/words.js";
import { roomOf } from "./parley-room.js";
import { part } from "./rows.js";

/** The limit shows itself when this much is left. */
const NEAR = 500;

/** Where a message is written. */
export class ParleyComposer extends HTMLElement {
  connectedCallback() {
    const room = roomOf(this);
    this.room = room;
    this.field = /** @type {HTMLTextAreaElement} */ (part(this, "textarea"));
    this.sendButton = /** @type {HTMLButtonElement} */ (part(this, ".send"));
    this.key = `parley.draft.${room.name}`;
    this.field.addEventListener("input", () => this.#edited());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    part(this, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#post();
    });
    part(this, "[data-share-typing]").addEventListener("click", () =>
      room.preferences.set({ shareTyping: !room.preferences.values.shareTyping }),
    );
    part(this, "[data-stop]").addEventListener("click", () => this.stopLatest());
    room.preferences.changed.on(() => this.#showSharing());
    room.session.connection.on(({ state }) => {
      if (state !== "joined" || room.session.answers !== "mentions") return;
      /** @type {HTMLTextAreaElement} */ (this.field).placeholder = `Write to ${room.name}; @parley answers when asked`;
    });
    const replying = perFrame(() => this.#showReplying());
    room.session.transcript.reordered.on(replying);
    room.session.transcript.changed.on(replying);
    for (const suggestion of room.querySelectorAll("[data-suggestion]")) {
      suggestion.addEventListener("click", () => this.fill(suggestion.textContent ?? ""));
    }
    this.#takeUp(room.store.getItem(this.key) ?? "");
    this.#showSharing();
    this.#showReplying();
    if (matchMedia("(hover: hover)").matches) this.field.focus({ preventScroll: true });
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
    const latest = this.room?.session.transcript.streaming.at(-1);
    if (latest) this.room?.session.stop(latest.id);
    return latest !== undefined;
  }

  /** @param {string} text that was here before a reload */
  #takeUp(text) {
    const field = /** @type {HTMLTextAreaElement} */ (this.field);
    if (text && !field.value) field.value = text;
    if (field.value) this.room?.session.restore(field.value);
    this.#fit();
  }

  #edited() {
    const { value } = /** @type {HTMLTextAreaElement} */ (this.field);
    this.room?.session.type(value);
    const key = /** @type {string} */ (this.key);
    if (value) this.room?.store.setItem(key, value);
    else this.room?.store.removeItem(key);
    this.#fit();
    this.#showSharing();
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
    const text = field.value.trim();
    if (!text || count(text) > MESSAGE_LIMIT) return;
    this.room?.session.post(text);
    field.value = "";
    this.#edited();
    field.focus();
    this.dispatchEvent(new CustomEvent("parley-posted", { bubbles: true }));
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
    /** @type {HTMLButtonElement} */ (this.sendButton).disabled = field.value.trim() === "" || left < 0;
  }

  #showSharing() {
    const room = /** @type {import("./parley-room.js").ParleyRoom} */ (this.room);
    const on = room.preferences.values.shareTyping;
    part(this, "[data-share-typing]").ariaChecked = String(on);
    const shared = room.session.withheld
      ? "Long paste: shown when you send."
      : "Others see this as you type.";
    part(this, ".typing-note").textContent = on ? shared : "Others see only what you send.";
  }

  #showReplying() {
    const replies = this.room?.session.transcript.streaming ?? [];
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
