import { ParleyCode } from "./parley-code.js";
import { ParleyComposer } from "./parley-composer.js";
import { ParleyTranscript } from "./parley-transcript.js";
import { part } from "./rows.js";
import { closePanels, talkOf } from "./talk.js";

/**
 * Keyboard shortcuts and the list of them. Single keys can be turned off (WCAG 2.1.4). What a page does not have, such as
 * a list of people, has no key there.
 */
export class ParleyKeys extends HTMLElement {
  connectedCallback() {
    const talk = talkOf(this);
    const dialog = /** @type {HTMLDialogElement} */ (part(this, "dialog"));
    const help = () => {
      closePanels(talk);
      dialog.showModal();
    };
    for (const button of talk.querySelectorAll("[data-keys]")) button.addEventListener("click", help);

    const composer = /** @type {ParleyComposer} */ (talk.querySelector("parley-composer"));
    const transcript = /** @type {ParleyTranscript} */ (talk.querySelector("parley-transcript"));
    /** @type {Record<string, () => void>} */
    const single = {
      "/": () => composer.focus(),
      "?": help,
      g: () => transcript.jump(),
      p: () => press(talk, "[popovertarget=people]"),
      n: () => press(talk, "[data-new]"),
      e: () => [...talk.querySelectorAll("[data-act=edit]")].at(-1)?.dispatchEvent(new MouseEvent("click", { bubbles: true })),
      c: () => {
        const code = [...talk.querySelectorAll(".text parley-code")].at(-1);
        if (code instanceof ParleyCode) code.copy();
      },
    };
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], :popover-open")) return;
      if (event.key === "Escape" && composer.stopLatest()) return event.preventDefault();
      const writing = event.target instanceof Element && event.target.closest("input, textarea, select");
      if (writing || event.ctrlKey || event.metaKey || event.altKey || !talk.preferences.values.singleKeys) return;
      const action = single[event.key.toLowerCase()];
      if (!action) return;
      event.preventDefault();
      action();
    });
  }
}

/**
 * @param {Element} talk
 * @param {string} selector
 */
function press(talk, selector) {
  const button = talk.querySelector(selector);
  if (button instanceof HTMLElement) button.click();
}
