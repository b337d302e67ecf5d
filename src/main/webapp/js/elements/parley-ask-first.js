import { FirstSettings } from "../conversation/first-settings.js";
import { ModelShelf } from "../conversation/model-shelf.js";
import { ComposerDraft } from "../drafts/composer-draft.js";
import { fetchJson, Refusal } from "../http.js";
import { sendOnEnter } from "../keyboard.js";
import { pageAnswers } from "../reach.js";
import { storeOf } from "../storage.js";
import { lengthWords, messageOf } from "../session/message-length.js";
import { persist } from "./persist.js";
import { part } from "./rows.js";

const NEW = "/conversations/new";

/**
 * The first question, asked on the home page. It goes to the new conversation through this tab's storage and not through
 * the address: a link from elsewhere must not speak in one's name. The page is left only when the next one is there.
 */
export class ParleyAskFirst extends HTMLElement {
  models = new ModelShelf(fetchJson);
  session = new FirstSettings(storeOf("sessionStorage"), this.dataset.model ?? "");
  /** A suggestion that was pressed: it is sent, and what stands in the field stays. */
  #suggested = "";

  connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (part(this, "form"));
    const field = /** @type {HTMLTextAreaElement} */ (part(this, "textarea"));
    const store = storeOf("sessionStorage");
    const draft = new ComposerDraft(store, "home");
    const going = persist((wanted) => this.#go(field, draft, wanted), part(this, "[data-bar=waiting]"), {
      promise: "Your question is sent when the connection is back.",
      refused: (error) => this.#say(error.message),
    });
    const edited = () => {
      draft.write(field.value);
      if (field.value.trim() === "" || this.#suggested) going.giveUp();
      this.#fit(field);
    };
    field.addEventListener("input", edited);
    sendOnEnter(field, () => form.requestSubmit());
    this.session.problem.on((words) => this.#say(words));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { submitter } = event;
      this.#suggested = submitter instanceof HTMLElement && "suggestion" in submitter.dataset ? (submitter.textContent ?? "").trim() : "";
      if (this.#suggested) return going.start();
      if (field.value.trim() !== "" && this.#fit(field)) going.start();
    });
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      draft.reread();
      field.value = draft.text;
      this.#fit(field);
    });
    field.value = draft.text.startsWith(field.value) ? draft.text : [draft.text, field.value].filter(Boolean).join("\n");
    draft.write(field.value);
    this.#fit(field);
    // Where there is a keyboard to write with: on a phone, focus would open one over the page.
    if (matchMedia("(hover: hover) and (pointer: fine)").matches && document.activeElement === document.body && !location.hash) {
      field.focus({ preventScroll: true });
    }
  }

  /**
   * @param {HTMLTextAreaElement} field
   * @param {ComposerDraft} draft
   * @param {() => boolean} wanted
   */
  async #go(field, draft, wanted) {
    await pageAnswers(NEW);
    const suggested = this.#suggested;
    const text = messageOf(suggested || field.value);
    const store = storeOf("sessionStorage");
    if (!text || !wanted()) return;
    store.setItem("parley.asked", text);
    if (store.isLost("parley.asked")) {
      // It cannot be handed on. Asked there, it need not be.
      throw new Refusal(507, "storage_full", "This browser's storage is full. Open a new conversation and ask there.");
    }
    if (!suggested) draft.clear();
    location.assign(NEW);
  }

  /**
   * @param {HTMLTextAreaElement} field
   * @returns {boolean} whether it can be sent
   */
  #fit(field) {
    const wrong = lengthWords(messageOf(field.value));
    this.#say(wrong);
    /** @type {HTMLButtonElement} */ (part(this, ".send")).disabled = field.value.trim() === "" || wrong !== "";
    return wrong === "";
  }

  /** @param {string} words */
  #say(words) {
    part(this, ".field-error").textContent = words;
  }
}
