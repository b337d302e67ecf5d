import { counted } from "../session/words.js";
import { part, write } from "./rows.js";

/** The button that leads a reader to the end of the transcript, and counts what has come there in the meantime. */
export class JumpButton {
  #button;
  #unseen = 0;

  /**
   * @param {HTMLElement} button
   * @param {() => void} jump
   */
  constructor(button, jump) {
    this.#button = button;
    button.addEventListener("click", jump);
  }

  /** Somebody has said something that the reader does not see. */
  count() {
    this.#unseen++;
  }

  /** @param {boolean} far whether the reader is far from the end */
  offer(far) {
    this.#button.hidden = !far;
    if (!far) this.#unseen = 0;
    write(part(this.#button, ".words"), this.#unseen ? counted(this.#unseen, "new message") : "Jump to latest");
  }
}
