import { fetchJson, reasonOf } from "../http.js";
import { belongsHere } from "../me/belongings.js";
import { rename } from "../me/rename.js";
import { storeOf } from "../storage.js";
import { colourOf, initialOf } from "../session/colours.js";
import { followPreferences } from "./preference-inputs.js";
import { fromTemplate, part } from "./rows.js";

/** The guest whose name was shown on a card. */
const MET = "parley.met";

/** Who I am: the chip at the sidebar's foot, the dialog of settings and data behind it, and the card of the first visit. */
export class ParleyMe extends HTMLElement {
  #name = this.dataset.name ?? "";

  connectedCallback() {
    for (const chip of document.querySelectorAll(".me-chip")) chip.addEventListener("click", () => this.open());
    part(this, "[data-close]").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => this.#giveBackFocus());
    followPreferences(this);
    this.querySelector(".me-name")?.addEventListener("submit", (event) => this.#rename(event));
    document.addEventListener("parley-named", (event) => this.#show(/** @type {CustomEvent} */ (event).detail.name));
    this.#show(this.#name);
    this.#greet();
  }

  /** @param {{atName?: boolean}} [where] */
  open({ atName = false } = {}) {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#count();
    // An API key has a name that only the operator can change.
    if (!this.querySelector(".me-name")) return;
    this.#field.value = this.#name;
    this.#say("", "");
    if (atName) this.#field.select();
  }

  async #count() {
    try {
      const { belongings } = await fetchJson("/api/me");
      part(this, ".holds").textContent = belongsHere(belongings);
    } catch {
      // The sentence without numbers stands.
    }
  }

  /** @param {Event} event */
  async #rename(event) {
    event.preventDefault();
    const wanted = this.#field.value.trim();
    if (!wanted) {
      this.#say("Enter a name.", "");
      return this.#field.focus();
    }
    try {
      this.#field.value = await rename(wanted);
      this.#say("", "Saved.");
    } catch (error) {
      this.#say(reasonOf(error), "");
      this.#field.focus();
    }
  }

  /**
   * @param {string} failure
   * @param {string} success
   */
  #say(failure, success) {
    part(this, ".me-name .field-error").textContent = failure;
    part(this, ".me-name .hint").textContent = success;
    if (failure) this.#field.setAttribute("aria-invalid", "true");
    else this.#field.removeAttribute("aria-invalid");
  }

  /** @param {string} name */
  #show(name) {
    this.#name = name;
    for (const chip of document.querySelectorAll(".me-chip")) {
      part(chip, ".name").textContent = name;
      this.#wear(part(chip, ".avatar"));
    }
    for (const card of document.querySelectorAll(".hello")) this.#fill(card);
  }

  /** @param {HTMLElement} avatar */
  #wear(avatar) {
    avatar.dataset.initial = initialOf(this.#name);
    avatar.style.setProperty("--person", `var(--person-${colourOf(this.dataset.id ?? "")})`);
  }

  /** Tells a new guest once what they are called. */
  #greet() {
    const store = storeOf("localStorage");
    if (!document.getElementById("hello-card") || store.getItem(MET) === this.dataset.id) return;
    if (document.querySelector("parley-take")) return; // which asks whether to become somebody else
    const card = fromTemplate("hello-card");
    this.#fill(card);
    const close = () => {
      store.setItem(MET, this.dataset.id ?? "");
      card.remove();
    };
    part(card, "[data-met]").addEventListener("click", () => {
      close();
      /** @type {HTMLElement | null} */ (document.querySelector("#composer, #ask-first"))?.focus();
    });
    part(card, "[data-change]").addEventListener("click", () => {
      close();
      this.open({ atName: true });
    });
    const line = document.querySelector("parley-connection");
    const main = document.querySelector("main");
    if (line) line.append(card);
    else main?.insertBefore(card, main.querySelector(":scope > .home-head")?.nextSibling ?? main.firstChild);
    // A region tells only what changes in it.
    setTimeout(() => (part(this, "[data-region=me]").textContent = `You are ${this.#name}. Others in rooms see this name.`));
  }

  /** @param {Element} card */
  #fill(card) {
    part(card, ".name").textContent = this.#name;
    this.#wear(part(card, ".avatar"));
  }

  /** The chip may be in a list that was closed for the dialog. */
  #giveBackFocus() {
    if (document.activeElement !== document.body) return;
    const visible = [...document.querySelectorAll(".me-chip, [popovertarget=sidebar]")].find((one) => one.checkVisibility());
    /** @type {HTMLElement | undefined} */ (visible)?.focus();
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (part(this, "dialog"));
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (part(this, "#me-name"));
  }
}
