import { reasonOf } from "../http.js";
import { rename } from "../me/rename.js";
import { roomOf } from "./parley-room.js";
import { part } from "./rows.js";

/** Changes one's own name, in a room. */
export class ParleyRename extends HTMLElement {
  connectedCallback() {
    const room = roomOf(this);
    const dialog = /** @type {HTMLDialogElement} */ (part(this, "dialog"));
    const field = /** @type {HTMLInputElement} */ (part(this, "input"));
    const failure = part(this, ".field-error");
    for (const button of room.querySelectorAll("[data-rename]")) {
      button.addEventListener("click", () => {
        for (const open of room.querySelectorAll(":popover-open")) /** @type {HTMLElement} */ (open).hidePopover();
        field.value = room.session.me.name;
        failure.textContent = "";
        dialog.showModal();
        field.select();
      });
    }
    part(this, "[data-close]").addEventListener("click", () => dialog.close());
    part(this, "form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const name = field.value.trim();
      if (!name) {
        failure.textContent = "Enter a name.";
        return field.focus();
      }
      try {
        await rename(name);
        dialog.close();
      } catch (error) {
        failure.textContent = reasonOf(error);
      }
    });
  }
}
