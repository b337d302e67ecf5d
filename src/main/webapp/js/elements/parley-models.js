import { contextWords, isAvailable, matching } from "../conversation/model-list.js";
import { fetchJson } from "../http.js";
import { modelName } from "../talk/words.js";
import { conversationOf } from "./parley-conversation.js";
import { fromTemplate, part } from "./rows.js";

/** @typedef {import("../conversation/model-list.js").Model} Model */

/** Chooses a model: a search field over a list, as the combobox pattern has it (WAI-ARIA Authoring Practices). */
export class ParleyModels extends HTMLElement {
  /** @type {Model[]} */
  #models = [];
  #active = -1;
  /** @type {(model: string) => void} */
  #choose = () => {};
  #current = "";

  connectedCallback() {
    const { session } = conversationOf(this);
    const field = this.#field;
    field.addEventListener("input", () => this.#draw(0));
    field.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("click", ({ target }) => {
      const option = target instanceof Element ? target.closest("[role=option]") : null;
      if (option instanceof HTMLElement) this.#take(option);
    });
    const button = part(document.body, "[data-model-button]");
    button.addEventListener("click", () =>
      this.choose(session.conversation.default_model ?? "", (model) => this.#setDefault(model)),
    );
    const show = () => (part(button, ".name").textContent = modelName(session.conversation.default_model ?? undefined));
    session.altered.on(show);
    show();
  }

  /**
   * @param {string} current
   * @param {(model: string) => void} chosen
   */
  async choose(current, chosen) {
    this.#current = current;
    this.#choose = chosen;
    this.#field.value = "";
    this.showPopover();
    this.#field.focus();
    this.#draw(-1);
    await this.#load();
    this.#draw(-1);
  }

  /** @param {string} model */
  async #setDefault(model) {
    const { session } = conversationOf(this);
    try {
      await session.configure({ default_model: model });
    } catch (error) {
      session.problem.emit(error instanceof Error ? error.message : String(error));
    }
  }

  async #load() {
    const note = part(this, ".note");
    try {
      const { models, stale } = await fetchJson("/api/models");
      this.#models = models;
      note.textContent = stale ? "A provider is not responding, so this list may be out of date." : "";
    } catch {
      note.textContent = "The list of models is unavailable.";
    }
  }

  /** @param {number} active */
  #draw(active) {
    const models = matching(this.#models, this.#field.value);
    const options = models.map((model, index) => this.#option(model, index));
    this.#list.replaceChildren(...options);
    part(this, ".none").hidden = models.length > 0 || this.#models.length === 0;
    this.#activate(active >= 0 ? active : models.findIndex(({ id }) => id === this.#current));
  }

  /**
   * @param {Model} model
   * @param {number} index
   */
  #option(model, index) {
    const option = fromTemplate("model-option");
    option.id = `model-${index}`;
    option.dataset.model = model.id;
    option.ariaSelected = String(model.id === this.#current);
    option.ariaDisabled = String(!isAvailable(model));
    const named = model.name && !model.id.endsWith(`/${model.name}`);
    part(option, ".name").textContent = named ? model.name : modelName(model.id);
    part(option, ".id").textContent = model.id;
    part(option, ".about").textContent = isAvailable(model) ? contextWords(model) : "not available";
    return option;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 });
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.#activate(this.#active + step);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      const option = this.#list.children[this.#active];
      if (option instanceof HTMLElement) this.#take(option);
    }
  }

  /** @param {number} index */
  #activate(index) {
    const options = [...this.#list.children];
    this.#active = Math.min(Math.max(index, options.length > 0 ? 0 : -1), options.length - 1);
    options.forEach((option, at) => option.classList.toggle("active", at === this.#active));
    const active = options[this.#active];
    if (active) this.#field.setAttribute("aria-activedescendant", active.id);
    else this.#field.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {HTMLElement} option */
  #take(option) {
    if (option.ariaDisabled === "true") return;
    this.hidePopover();
    this.#choose(option.dataset.model ?? "");
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (part(this, "input"));
  }

  get #list() {
    return part(this, "[role=listbox]");
  }
}
