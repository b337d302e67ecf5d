import { aboutWords, contextWords, isAvailable, optionsInView, problemWords, skillWords } from "../conversation/model-list.js";
import { reasonOf } from "../http.js";
import { modelName } from "../session/model-name.js";
import { fromTemplate, part } from "./rows.js";

/** @typedef {import("../conversation/model-list.js").Choice} Choice */

/**
 * Chooses a model: a search field over a list, as the combobox pattern has it (WAI-ARIA Authoring Practices). The list may
 * have thousands: only the options in view are in the document, and each says which of how many it is.
 */
export class ParleyModels extends HTMLElement {
  /** The height of an option before one has been laid out. */
  static #ROW = 52;

  /** @type {Choice[]} */
  #choices = [];
  /** What is in the document, by its place in the list. @type {Map<number, HTMLElement>} */
  #options = new Map();
  #active = -1;
  #row = ParleyModels.#ROW;
  /** Another list has other ids: an option that is active again is told again. */
  #generation = 0;
  /** @type {(model: string) => void} */
  #choose = () => {};
  #current = "";

  connectedCallback() {
    const { session } = hostOf(this);
    const field = this.#field;
    field.addEventListener("input", () => this.#find(this.#field.value.trim() ? undefined : this.#current));
    field.addEventListener("keydown", (event) => this.#key(event));
    const list = this.#list;
    list.addEventListener("scroll", () => this.#draw(), { passive: true });
    list.addEventListener("pointermove", ({ target }) => this.#activate(this.#indexOf(target), false));
    list.addEventListener("click", ({ target }) => this.#take(this.#indexOf(target)));
    const button = part(document.body, "[data-model-button]");
    button.addEventListener("click", () =>
      this.choose(session.conversation.default_model ?? "", (model) => this.#setDefault(model)),
    );
    // A long list takes a while to come: it is here before somebody looks. If it cannot be read, whoever looks is told.
    const read = () => this.#shelf.read().catch(() => {});
    for (const near of ["pointerenter", "focus"]) button.addEventListener(near, read);
    if (!savesData()) (window.requestIdleCallback ?? setTimeout)(read);
    const show = () => (part(button, ".name").textContent = modelName(session.conversation.default_model ?? undefined));
    session.altered.on(show);
    show();
  }

  get #shelf() {
    return hostOf(this).models;
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
    this.#find(current);
    const { list } = this.#shelf;
    try {
      await this.#shelf.read();
      this.#tell(this.#shelf.stale ? "A provider is not responding, so this list may be out of date." : "");
    } catch {
      this.#tell("The list of models is unavailable. You can type a model’s full name.");
    }
    if (list !== this.#shelf.list || this.#choices.length === 0) this.#find(this.#choices[this.#active]?.id ?? current);
  }

  /** @param {string} model */
  async #setDefault(model) {
    const { session } = hostOf(this);
    try {
      await session.configure({ default_model: model });
    } catch (error) {
      session.problem.emit(reasonOf(error));
    }
  }

  /** @param {string} note */
  #tell(note) {
    part(this, ".note").textContent = note;
    const problems = problemWords(this.#shelf.providers ?? []).map((words) => {
      const line = document.createElement("li");
      line.textContent = words;
      return line;
    });
    part(this, ".problems").replaceChildren(...problems);
  }

  /** @param {string} [active] the model to begin at; the first one unless it is found */
  #find(active) {
    const { list, providers } = this.#shelf;
    const query = this.#field.value;
    const found = list.matching(query);
    this.#choices = found.concat(list.byHand(query, providers, found.length > 0));
    this.#generation++;
    this.#options.clear();
    this.#list.replaceChildren();
    this.#list.style.setProperty("--size", String(this.#choices.length));
    this.#list.scrollTop = 0;
    part(this, ".none").hidden = this.#choices.length > 0 || list.size === 0;
    this.#active = -1;
    this.#activate(active === undefined ? 0 : Math.max(0, this.#choices.findIndex(({ id }) => id === active)));
  }

  /** Puts the options in view into the document, and takes the others out. The active one stays: the field points at it. */
  #draw() {
    const list = this.#list;
    const size = this.#choices.length;
    const { from, to } = optionsInView({ size, row: this.#row, top: list.scrollTop, height: list.clientHeight });
    const wanted = new Set(Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index));
    if (this.#active >= 0) wanted.add(this.#active);
    for (const [index, option] of this.#options) {
      if (wanted.has(index)) continue;
      option.remove();
      this.#options.delete(index);
    }
    for (const index of wanted) if (!this.#options.has(index)) this.#insert(index);
    this.#row = this.#options.values().next().value?.offsetHeight || this.#row;
  }

  /** @param {number} index */
  #insert(index) {
    const option = this.#option(this.#choices[index], index);
    const after = [...this.#options].filter(([other]) => other > index).sort(([one], [other]) => one - other)[0];
    this.#list.insertBefore(option, after?.[1] ?? null);
    this.#options.set(index, option);
  }

  /**
   * @param {Choice} choice
   * @param {number} index
   */
  #option(choice, index) {
    const option = fromTemplate("model-option");
    option.id = `model-${this.#generation}-${index}`;
    option.dataset.index = String(index);
    option.dataset.model = choice.id;
    option.style.setProperty("--index", String(index));
    option.ariaSetSize = String(this.#choices.length);
    option.ariaPosInSet = String(index + 1);
    option.ariaSelected = String(choice.id === this.#current);
    option.ariaDisabled = String(!isAvailable(choice));
    option.classList.toggle("active", index === this.#active);
    const named = choice.name && !choice.id.endsWith(`/${choice.name}`);
    part(option, ".name").textContent = choice.typed ? choice.id : named ? (choice.name ?? "") : modelName(choice.id);
    part(option, ".id").textContent = choice.typed ? "Typed by hand" : choice.id;
    part(option, ".about").textContent = isAvailable(choice) ? contextWords(choice) : "not available";
    part(option, ".skills").textContent = skillWords(choice);
    return option;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 });
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.#activate(this.#active + step);
    } else if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.#take(this.#active);
    }
  }

  /**
   * @param {number} wanted
   * @param {boolean} [scrolling] whether the list follows
   */
  #activate(wanted, scrolling = true) {
    if (!scrolling && (wanted < 0 || wanted === this.#active)) return;
    this.#options.get(this.#active)?.classList.remove("active");
    this.#options.get(this.#active)?.removeAttribute("aria-describedby");
    this.#active = Math.min(Math.max(wanted, 0), this.#choices.length - 1);
    if (scrolling) this.#show(this.#active);
    this.#draw();
    const active = this.#options.get(this.#active);
    part(this, ".facts").textContent = active ? aboutWords(this.#choices[this.#active]).join(" ") : "";
    if (!active) return this.#field.removeAttribute("aria-activedescendant");
    active.classList.add("active");
    active.setAttribute("aria-describedby", "model-facts");
    this.#field.setAttribute("aria-activedescendant", active.id);
  }

  /** @param {number} index scrolls the list, by as little as it takes */
  #show(index) {
    const list = this.#list;
    const top = index * this.#row;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + this.#row > list.scrollTop + list.clientHeight) list.scrollTop = top + this.#row - list.clientHeight;
  }

  /** @param {number} index */
  #take(index) {
    const choice = this.#choices[index];
    if (!choice || !isAvailable(choice)) return;
    this.hidePopover();
    this.#choose(choice.id);
  }

  /** @param {EventTarget | null} target */
  #indexOf(target) {
    const option = target instanceof Element ? target.closest("[role=option]") : null;
    return option instanceof HTMLElement ? Number(option.dataset.index) : -1;
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (part(this, "input"));
  }

  get #list() {
    return part(this, "[role=listbox]");
  }
}

/**
 * What the list of models needs of the page: a conversation, or the first question of one.
 *
 * @typedef {object} Host
 * @property {import("../conversation/model-shelf.js").ModelShelf} models
 * @property {Pick<import("../conversation/first-settings.js").FirstSettings, "conversation" | "configure" | "altered" | "problem">} session
 *
 * @param {Element} element
 * @returns {Host}
 */
function hostOf(element) {
  const host = element.closest("parley-conversation, parley-ask-first");
  if (!host || !("models" in host)) throw new Error(`<${element.localName}> outside a conversation`);
  return /** @type {Host} */ (/** @type {unknown} */ (host));
}

/** Whether the person has asked their browser to load as little as possible. */
function savesData() {
  const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (navigator);
  return connection?.saveData === true;
}
