import { fetchJson } from "../http.js";
import { part } from "./rows.js";

/** @typedef {{name: string, topic?: string, participants?: number | unknown[]}} Listed */

/** The list of rooms: the server wrote it, this keeps it true while somebody looks, and shows more of them on demand. */
export class ParleyRooms extends HTMLElement {
  static #EVERY_MS = 10_000;
  static #PAGE = 50;
  /** As many as one request may ask for. */
  static #MOST = 200;

  #next = "";

  connectedCallback() {
    this.#next = this.dataset.next ?? "";
    this.#more.hidden = this.#next === "";
    this.#more.addEventListener("click", () => this.#showMore());
    this.#includeCurrent();
    this.#markCurrent();
    setInterval(() => document.hidden || this.#refresh(), ParleyRooms.#EVERY_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.#refresh());
  }

  async #refresh() {
    try {
      const shown = this.querySelectorAll("li").length;
      const limit = Math.min(ParleyRooms.#MOST, Math.max(ParleyRooms.#PAGE, shown));
      const { rooms, next } = await fetchJson(`/api/rooms?limit=${limit}`);
      const names = new Set(rooms.map((/** @type {Listed} */ { name }) => name));
      // Where all were asked for, a room that is not among them was removed.
      if (!next) this.querySelectorAll("a[data-room]").forEach((link) => names.has(link.getAttribute("data-room")) || link.closest("li")?.remove());
      if (shown <= limit) this.#continueAt(next);
      this.#show(rooms);
    } catch {
      // The list stays as it was; the next round may do better.
    }
  }

  async #showMore() {
    try {
      const { rooms, next } = await fetchJson(`/api/rooms?limit=${ParleyRooms.#PAGE}&before=${encodeURIComponent(this.#next)}`);
      this.#continueAt(next);
      this.#show(rooms);
    } catch {
      // The button stays, to try again.
    }
  }

  /** @param {string} [next] names the page after those that are shown */
  #continueAt(next = "") {
    this.#next = next;
    this.#more.hidden = next === "";
  }

  /** @param {Listed[]} rooms */
  #show(rooms) {
    // A page that tells rooms with people from others has a list for the latter.
    const list = this.querySelector("ul.quiet-rooms") ?? part(this, "ul");
    for (const room of rooms) {
      if (!this.#linkOf(room.name)) list.append(this.#make(room));
      this.count(room.name, Array.isArray(room.participants) ? room.participants.length : (room.participants ?? 0));
    }
    this.#markCurrent();
  }

  get #more() {
    return part(this, "[data-more-rooms]");
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

  /** Where one is must be seen, also if nobody has said anything there for long. It stands behind the lobby. */
  #includeCurrent() {
    if (this.dataset.current) this.include(this.dataset.current);
  }

  /** @param {string} name of a room that must be seen */
  include(name) {
    if (this.#linkOf(name)) return;
    const list = part(this, "ul");
    list.insertBefore(this.#make({ name }), list.children[1] ?? null);
  }

  #markCurrent() {
    const { current } = this.dataset;
    if (current) this.#linkOf(current)?.querySelector("a")?.setAttribute("aria-current", "page");
  }
}
