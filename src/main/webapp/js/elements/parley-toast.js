import { part } from "./rows.js";

/** Says what was done, and for some seconds how to take it back. */
export class ParleyToast extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #undo = () => {};

  connectedCallback() {
    part(this, "button").addEventListener("click", () => {
      this.#undo();
      this.hide();
    });
  }

  /**
   * @param {string} words
   * @param {{undo?: () => void, forMs?: number}} [options]
   */
  say(words, { undo, forMs = 6000 } = {}) {
    clearTimeout(this.#timer);
    part(this, ".words").textContent = words;
    this.#undo = undo ?? (() => {});
    part(this, "button").hidden = !undo;
    this.dataset.open = "";
    this.#timer = setTimeout(() => this.hide(), forMs);
  }

  hide() {
    clearTimeout(this.#timer);
    delete this.dataset.open;
    part(this, ".words").textContent = "";
    part(this, "button").hidden = true;
  }
}

/** @returns {ParleyToast} the page's */
export function toast() {
  const found = document.querySelector("parley-toast");
  if (!(found instanceof ParleyToast)) throw new Error("no <parley-toast>");
  return found;
}
