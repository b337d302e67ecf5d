import { ParleyComposer } from "./parley-composer.js";
import { roomOf } from "./parley-room.js";
import { ParleyTranscript } from "./parley-transcript.js";
import { part } from "./rows.js";

/** Keyboard shortcuts and the list of them. Single keys can be turned off (WCAG 2.1.4). */
export class ParleyKeys extends HTMLElement {
  connectedCallback() {
    const room = roomOf(this);
    const dialog = /** @type {HTMLDialogElement} */ (part(this, "dialog"));
    const help = () => {
      for (const open of room.querySelectorAll(":popover-open")) /** @type {HTMLElement} */ (open).hidePopover();
      dialog.showModal();
    };
    for (const button of room.querySelectorAll("[data-keys]")) button.addEventListener("click", help);

    const composer = /** @type {ParleyComposer} */ (room.querySelector("parley-composer"));
    const transcript = /** @type {ParleyTranscript} */ (room.querySelector("parley-transcript"));
    /** @type {Record<string, () => void>} */
    const single = {
      "/": () => composer.focus(),
      "?": help,
      g: () => transcript.jump(),
      p: () => /** @type {HTMLElement} */ (room.querySelector("#people")).togglePopover(),
    };
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], :popover-open")) return;
      if (event.key === "Escape" && composer.stopLatest()) return event.preventDefault();
      const writing = event.target instanceof Element && event.target.closest("input, textarea");
      if (writing || event.ctrlKey || event.metaKey || event.altKey || !room.preferences.values.singleKeys) return;
      const action = single[event.key.toLowerCase()];
      if (!action) return;
      event.preventDefault();
      action();
    });
  }
}
