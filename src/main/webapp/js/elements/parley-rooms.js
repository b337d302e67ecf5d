import { fetchJson } from "../http.js";
import { part } from "./rows.js";

/** @typedef {{name: string, topic?: string, participants?: number | unknown[]}} Listed */

/** The list of rooms: the server wrote it, this keeps its counts true while somebody looks. */
export class ParleyRooms extends HTMLElement {
  static #EVERY_MS = 10_000;

  connectedCallback() {
    this.#markCurrent();
    setInterval(() => document.hidden || this.#refresh(), ParleyRooms.#EVERY_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.#refresh());
  }

  async #refresh() {
    try {
      const answer = await fetchJson("/api/rooms");
      /** @type {Listed[]} */
      const rooms = answer.rooms;
      const list = part(this, "ul");
      for (const room of rooms) {
        if (!this.#linkOf(room.name)) list.append(this.#make(room));
        this.count(room.name, Array.isArray(room.participants) ? room.participants.length : (room.participants ?? 0));
      }
      this.#markCurrent();
    } catch {
      // The counts stay as they were; the next round may do better.
    }
  }

  /**
   * @param {string} name
   * @param {number} count
   */
  count(name, count) {
    const here = this.#linkOf(name)?.querySelector(".here");
    if (!(here instanceof HTMLElement)) return;
    here.dataset.count = String(count);
    part(here, ".number").textContent = String(count);
  }

  /** @param {string} name */
  #linkOf(name) {
    return this.querySelector(`a[data-room="${CSS.escape(name)}"]`)?.closest("li");
  }

  /**
   * @param {Listed} room
   * @returns {HTMLElement}
   */
  #make({ name, topic }) {
    const template = document.getElementById(this.dataset.template ?? "room-link");
    const item = document.importNode(/** @type {HTMLTemplateElement} */ (template).content, true).firstElementChild;
    const card = /** @type {HTMLElement} */ (item);
    const link = /** @type {HTMLAnchorElement} */ (part(card, "a"));
    link.href = `/rooms/${encodeURIComponent(name)}`;
    link.dataset.room = name;
    part(card, ".name").textContent = name;
    const line = card.querySelector(".topic");
    if (line) line.textContent = topic ?? "";
    return card;
  }

  #markCurrent() {
    const { current } = this.dataset;
    if (current) this.#linkOf(current)?.querySelector("a")?.setAttribute("aria-current", "page");
  }
}
