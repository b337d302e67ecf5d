import { part } from "./rows.js";

/** A room's topic: one line, and all of it on demand. Without scripts it is shown whole. */
export class ParleyTopic extends HTMLElement {
  connectedCallback() {
    const topic = part(this, ".topic");
    const button = part(this, "button");
    const fit = () => {
      const open = this.dataset.open !== undefined;
      button.hidden = !open && topic.scrollWidth <= topic.clientWidth;
    };
    button.addEventListener("click", () => {
      const open = this.toggleAttribute("data-open");
      button.ariaExpanded = String(open);
      part(button, ".word").textContent = open ? "Less" : "More";
      fit();
    });
    new ResizeObserver(fit).observe(this);
    new MutationObserver(fit).observe(topic, { childList: true, characterData: true, subtree: true });
    fit();
  }
}
