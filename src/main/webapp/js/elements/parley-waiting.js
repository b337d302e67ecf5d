import { waitingWords } from "../session/words.js";
import { part } from "./rows.js";
import { pageOf } from "./conversation-page.js";

/** Above the composer: that messages wait for a limit of the server, and for how long. */
export class ParleyWaiting extends HTMLElement {
  static #EVERY_MS = 250;

  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;

  connectedCallback() {
    const { session } = pageOf(this);
    session.held.on(() => this.#show(session, true));
    this.#show(session, true);
  }

  /**
   * @param {import("../session/session.js").Session} session
   * @param {boolean} said the seconds are shown as they pass, and said once
   */
  #show(session, said) {
    const { waiting } = session;
    this.hidden = !waiting;
    clearInterval(this.#ticking);
    if (!waiting) return void (part(this, "[role=status]").textContent = "");
    const words = `${waitingWords(waiting, Date.now())}.`;
    part(this, ".words").textContent = words;
    if (said) part(this, "[role=status]").textContent = words;
    this.#ticking = setInterval(() => this.#show(session, false), ParleyWaiting.#EVERY_MS);
  }
}
