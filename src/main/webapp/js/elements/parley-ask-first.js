import { storeOf } from "../storage.js";
import { part } from "./rows.js";

/**
 * The first question, asked on the home page. It goes to the new conversation through this tab's storage and not through
 * the address: a link from elsewhere must not speak in one's name.
 */
export class ParleyAskFirst extends HTMLElement {
  connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (part(this, "form"));
    const field = /** @type {HTMLTextAreaElement} */ (part(this, "textarea"));
    const send = /** @type {HTMLButtonElement} */ (part(this, ".send"));
    const fit = () => (send.disabled = field.value.trim() === "");
    field.addEventListener("input", fit);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (!text) return;
      storeOf("sessionStorage").setItem("parley.asked", text);
      location.assign("/conversations/new");
    });
    fit();
  }
}
