import { pagePreferences } from "../session/preferences.js";
import { part } from "./rows.js";

/** @typedef {HTMLElement & {stopLatest: () => boolean}} Composer */
/** @typedef {HTMLElement & {jump: () => void}} Transcript */
/** @typedef {HTMLElement & {copy: () => void}} Code */

/**
 * Keyboard shortcuts and the list of them, on every page. Single keys can be turned off (WCAG 2.1.4). What a page does not
 * have, such as a list of people, has no key there.
 */
export class ParleyKeys extends HTMLElement {
  #preferences = pagePreferences();

  connectedCallback() {
    for (const button of document.querySelectorAll("[data-keys]")) {
      /** @type {HTMLElement} */ (button).hidden = false;
      button.addEventListener("click", () => this.#help());
    }
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #help() {
    for (const row of this.querySelectorAll("[data-needs]")) {
      /** @type {HTMLElement} */ (row).hidden = !document.querySelector(row.getAttribute("data-needs") ?? "");
    }
    for (const panel of document.querySelectorAll(":popover-open")) /** @type {HTMLElement} */ (panel).hidePopover();
    for (const dialog of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (dialog).close();
    /** @type {HTMLDialogElement} */ (part(this, "dialog")).showModal();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], :popover-open")) return;
    const composer = /** @type {Composer | null} */ (document.querySelector("parley-composer"));
    if (event.key === "Escape" && composer?.stopLatest()) return event.preventDefault();
    const writing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || !this.#preferences.values.singleKeys) return;
    const act = this.#action(event.key.toLowerCase());
    if (!act) return;
    event.preventDefault();
    act();
  }

  /**
   * @param {string} key
   * @returns {(() => void) | undefined} undefined if the key means nothing on this page
   */
  #action(key) {
    switch (key) {
      case "?":
        return () => this.#help();
      case "/":
        return on("#composer, #ask-first", (field) => field.focus());
      case "n":
        return on("[data-new]", (link) => link.click());
      case "p":
        return on("[popovertarget=people]", (button) => button.click());
      case "g":
        return on("parley-transcript", (transcript) => /** @type {Transcript} */ (transcript).jump());
      case "e":
        return on("[data-act=edit]", (button) => button.click());
      case "c":
        return on(".text parley-code", (code) => /** @type {Code} */ (code).copy());
      default:
        return undefined;
    }
  }
}

/**
 * @param {string} selector
 * @param {(element: HTMLElement) => void} act with the last one that there is
 */
function on(selector, act) {
  const element = [...document.querySelectorAll(selector)].at(-1);
  return element instanceof HTMLElement ? () => act(element) : undefined;
}
