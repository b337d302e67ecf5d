import { Emitter } from "./emitter.js";

/** @typedef {Pick<KeyboardEvent, "key" | "code" | "keyCode" | "isComposing" | "shiftKey" | "ctrlKey" | "metaKey">} Key */

/** Keys that a keyboard on the glass does not have, or has without a `code`. */
const HARDWARE = new Set(["Control", "Meta", "Alt", "Escape", "Tab", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"]);

/**
 * Whether a key belongs to an input method that is composing: it chooses a candidate or ends the composition, and means
 * nothing to the page.
 *
 * 229: Safari ends a composition before the key that ended it.
 *
 * @param {Pick<KeyboardEvent, "isComposing" | "keyCode">} event
 */
export function isComposing({ isComposing: composing, keyCode }) {
  return composing || keyCode === 229;
}

/**
 * Keeps the keys of a composition away from everything that the page does with keys, and from what the browser does with
 * Escape and Enter itself: closing a dialog, emptying a search field, submitting a form.
 *
 * @param {Pick<EventTarget, "addEventListener">} target hears keys before everybody else
 */
export function guardCompositions(target) {
  const guard = (/** @type {Event} */ event) => {
    const key = /** @type {KeyboardEvent} */ (event);
    if (!isComposing(key)) return;
    event.stopImmediatePropagation();
    const submits = key.key === "Enter" && /** @type {any} */ (event.target)?.localName === "input";
    if (key.key === "Escape" || submits) event.preventDefault();
  };
  target.addEventListener("keydown", guard, { capture: true });
}

/** What kind of keyboard the person writes with, as far as a page can know. */
export class Keyboard {
  /** @type {Emitter<void>} */
  changed = new Emitter();

  #touch;
  #hardware = false;

  /** @param {Pick<MediaQueryList, "matches" | "addEventListener">} touch whether the device is used with a finger */
  constructor(touch) {
    this.#touch = touch;
    touch.addEventListener("change", () => this.changed.emit());
  }

  /** Whether the keyboard is on the glass. There Enter is a new line, as everywhere on a phone, and the button sends. */
  get onGlass() {
    return this.#touch.matches && !this.#hardware;
  }

  /** @param {Key} event a key that was pressed anywhere on the page */
  pressed(event) {
    if (this.#hardware || isComposing(event) || !event.code || !HARDWARE.has(event.key)) return;
    this.#hardware = true;
    this.changed.emit();
  }

  /**
   * @param {Key} event in a field of several lines
   * @returns {boolean} whether it sends what is in the field
   */
  sends(event) {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return false;
    return event.ctrlKey || event.metaKey || !this.onGlass;
  }

  /** What the Enter key of a keyboard on the glass is called. @returns {"enter" | "send"} */
  get enterKeyHint() {
    return this.onGlass ? "enter" : "send";
  }
}

/** @type {Keyboard | undefined} */
let ofThisPage;

/** @returns {Keyboard} the page's */
export function keyboard() {
  if (ofThisPage) return ofThisPage;
  const made = (ofThisPage = new Keyboard(matchMedia("(pointer: coarse)")));
  addEventListener("keydown", (event) => event.isTrusted && made.pressed(event), { capture: true });
  return made;
}

/**
 * Sends with Enter where a keyboard has a key for it.
 *
 * @param {HTMLTextAreaElement} field
 * @param {() => void} send
 */
export function sendOnEnter(field, send) {
  const keys = keyboard();
  const hint = () => (field.enterKeyHint = keys.enterKeyHint);
  keys.changed.on(hint);
  hint();
  field.addEventListener("keydown", (event) => {
    if (!keys.sends(event)) return;
    event.preventDefault();
    send();
  });
}
