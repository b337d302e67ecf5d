import { fetchJson, reasonOf } from "../http.js";
import { whatGoes } from "../me/belongings.js";
import { forgetGuest } from "../me/forget.js";
import { part } from "./rows.js";

/** Asks before everything of the guest is deleted, and says what that is. */
export class ParleyDeleteMe extends HTMLElement {
  connectedCallback() {
    const dialog = /** @type {HTMLDialogElement} */ (part(this, "dialog"));
    document.querySelector("[data-delete-me]")?.addEventListener("click", () => {
      part(this, ".field-error").textContent = "";
      dialog.showModal();
      this.#count();
    });
    const button = /** @type {HTMLButtonElement} */ (part(this, "[data-delete-all]"));
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await fetchJson("/api/me", { method: "DELETE" });
        forgetGuest();
        location.assign("/");
      } catch (error) {
        part(this, ".field-error").textContent = reasonOf(error);
        button.disabled = false;
      }
    });
  }

  async #count() {
    try {
      const { belongings } = await fetchJson("/api/me");
      if (!belongings) return;
      const items = whatGoes(belongings).map((words) => {
        const item = document.createElement("li");
        item.textContent = words;
        return item;
      });
      part(this, ".goes").replaceChildren(...items);
    } catch {
      // The list without numbers stands.
    }
  }
}
