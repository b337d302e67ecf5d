import { copy } from "./copy.js";
import { part } from "./rows.js";

/** Lines to set, with a button that copies them. Without scripts they can be selected. */
export class ParleyCopyLines extends HTMLElement {
  connectedCallback() {
    const button = part(this, "button");
    button.hidden = false;
    button.addEventListener("click", () => copy(button, part(this, "pre").textContent ?? ""));
  }
}
