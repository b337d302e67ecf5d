import { copy } from "./copy.js";

/** A block of code: its copy button (markdown/code-block.js makes the parts). */
export class ParleyCode extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("[data-copy]");
    if (!(button instanceof HTMLElement)) return;
    button.onclick = () => copy(button, this.querySelector("pre")?.textContent ?? "");
  }
}
