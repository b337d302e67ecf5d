import { totalWords } from "../conversation/details.js";
import { settingsFrom, typedFrom } from "../conversation/settings.js";
import { fetchJson, reasonOf } from "../http.js";
import { conversationOf } from "./parley-conversation.js";
import { toast } from "./parley-toast.js";
import { part } from "./rows.js";

/** The drawer with what is told to the model in this conversation. */
export class ParleyParameters extends HTMLElement {
  connectedCallback() {
    const { session } = conversationOf(this);
    const form = /** @type {HTMLFormElement} */ (part(this, "form"));
    this.addEventListener("beforetoggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState !== "open") return;
      this.#fill(typedFrom(session.conversation));
      this.#complain({});
      this.#total(session.conversation.id);
      this.#fit();
    });
    session.altered.on(() => {
      if (this.matches(":popover-open")) this.#fit();
      else this.#fill(typedFrom(session.conversation));
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const typed = Object.fromEntries(this.#fields.filter((field) => !field.closest("[hidden]")).map((field) => [field.name, field.value]));
      const { settings, errors } = settingsFrom(typed);
      this.#complain(errors);
      if (Object.keys(errors).length > 0) return;
      try {
        await session.configure(settings);
        this.hidePopover();
        toast().say("Settings saved. They apply from the next reply.", { forMs: 3500 });
      } catch (error) {
        part(this, ".form-error").textContent = reasonOf(error);
      }
    });
  }

  /** Shows the settings that the model has: how hard it thinks, if it does. */
  async #fit() {
    const { models, session } = conversationOf(this);
    const { default_model: model, effort } = session.conversation;
    const show = () => {
      const thinks = models.list.find(model ?? "")?.capabilities?.thinking === true;
      part(this, "[data-when=thinking]").hidden = !thinks && !effort;
    };
    show();
    await models.read().catch(() => {}); // as far as it is known
    show();
  }

  /** @param {string} id what all replies have taken together; left out where it is not known */
  async #total(id) {
    const total = part(this, ".total");
    total.textContent = "";
    if (!id) return;
    const { usage } = await fetchJson(`/api/conversations/${id}`).catch(() => ({}));
    total.textContent = usage ? totalWords(usage) : "";
  }

  /** @param {Record<string, string>} typed */
  #fill(typed) {
    for (const field of this.#fields) field.value = typed[field.name] ?? "";
  }

  /** @param {Record<string, string>} errors */
  #complain(errors) {
    part(this, ".form-error").textContent = "";
    for (const field of this.#fields) {
      const error = errors[field.name] ?? "";
      field.ariaInvalid = error ? "true" : null;
      part(this, `#${field.id}-error`).textContent = error;
    }
    this.#fields.find((field) => field.ariaInvalid)?.focus();
  }

  get #fields() {
    return /** @type {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]} */ ([...this.querySelectorAll("input, select, textarea")]);
  }
}
