import { reasonOf } from "../http.js";
import { part } from "./rows.js";

/** A dialog that asks for one line of text, such as a title. */
export class ParleyAsk extends HTMLElement {
  /** @type {(text: string) => Promise<void>} */
  #save = async () => {};

  connectedCallback() {
    const dialog = this.#dialog;
    part(this, "[data-close]").addEventListener("click", () => dialog.close());
    part(this, "form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = this.#field.value.trim();
      if (!text) {
        part(this, ".field-error").textContent = "Enter a title.";
        return this.#field.focus();
      }
      try {
        await this.#save(text);
        dialog.close();
      } catch (error) {
        part(this, ".field-error").textContent = reasonOf(error);
      }
    });
  }

  /**
   * @param {{title: string, value: string, save: (text: string) => Promise<void>}} question save: rejects with the reason
   *   why it cannot be
   */
  ask({ title, value, save }) {
    this.#save = save;
    part(this, "h2").textContent = title;
    part(this, ".field-error").textContent = "";
    this.#field.value = value;
    this.#dialog.showModal();
    this.#field.select();
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (part(this, "dialog"));
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (part(this, "input"));
  }
}

/** @returns {ParleyAsk} the page's */
export function asker() {
  const ask = document.querySelector("parley-ask");
  if (!(ask instanceof ParleyAsk)) throw new Error("no <parley-ask>");
  return ask;
}
