import { offerModels } from "./model-choice.js";
import { ParleyCreateRoom } from "./parley-create-room.js";
import { fromTemplate, part } from "./rows.js";

/** Creates a room in a dialog. Without scripts, the links that open it lead to the form on the home page. */
export class ParleyNewRoom extends ParleyCreateRoom {
  /** @override */
  connectedCallback() {
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("[data-new-room]") : null;
      if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      for (const open of document.querySelectorAll(":popover-open")) /** @type {HTMLElement} */ (open).hidePopover();
      this.#open();
    });
  }

  #open() {
    if (!this.firstElementChild) this.#fill();
    offerModels(/** @type {HTMLSelectElement} */ (part(this, "[name=default_model]")));
    /** @type {HTMLDialogElement} */ (part(this, "dialog")).showModal();
    part(this, "[name=name]").focus();
  }

  #fill() {
    const dialog = /** @type {HTMLDialogElement} */ (fromTemplate("new-room"));
    this.append(dialog);
    super.connectedCallback();
    const name = /** @type {HTMLInputElement} */ (part(this, "[name=name]"));
    const address = () => (part(this, ".address").textContent = `${location.host}/rooms/${name.value || "…"}`);
    name.addEventListener("input", address);
    part(this, "[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.giveUp());
    address();
  }
}
