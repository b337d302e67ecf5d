import { fetchJson } from "../http.js";
import { unreadNumber, UnreadRooms, unreadWords } from "../sidebar/unread-rooms.js";
import { countInTitle } from "../session/title-count.js";
import { ParleyRooms } from "./parley-rooms.js";

/**
 * Marks the rooms with something unread, in the list beside every page, on the home page and in the title.
 *
 * The tabs of one browser tell each other what they have learned, so that one of them asks for all.
 */
export class ParleyUnread extends HTMLElement {
  static #EVERY_MS = 30_000;

  #rooms = new UnreadRooms(document.querySelector("parley-rooms[data-current]")?.getAttribute("data-current") ?? "");
  #channel = new BroadcastChannel("parley.unread");
  #askedAt = -Infinity;

  connectedCallback() {
    this.#channel.addEventListener("message", ({ data }) => {
      if (data.read) this.#rooms.read(data.read);
      if (data.rooms) this.#take(data.rooms);
      this.#draw();
    });
    for (const list of document.querySelectorAll("parley-rooms")) {
      new MutationObserver(() => this.#draw()).observe(list, { childList: true, subtree: true });
    }
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
    addEventListener("focus", () => this.refresh());
    setInterval(() => {
      const due = Date.now() - this.#askedAt >= ParleyUnread.#EVERY_MS;
      if (due && !document.hidden && this.#rooms.worthAsking) this.refresh();
    }, ParleyUnread.#EVERY_MS / 6);
    this.refresh();
  }

  async refresh() {
    if (Date.now() - this.#askedAt < 1000) return; // the page came into view and got the focus
    this.#askedAt = Date.now();
    try {
      const { items } = await fetchJson("/api/unread");
      this.#take(items);
      this.#channel.postMessage({ rooms: items });
      this.#draw();
    } catch {
      // The marks stay as they were; the next round may do better.
    }
  }

  /** @param {string} conversationId was read on this page */
  read(conversationId) {
    this.#rooms.read(conversationId);
    this.#channel.postMessage({ read: conversationId });
    this.#draw();
  }

  /** @param {import("../sidebar/unread-rooms.js").UnreadRoom[]} rooms */
  #take(rooms) {
    this.#askedAt = Date.now();
    this.#rooms.take(rooms);
  }

  #draw() {
    const unread = new Map(this.#rooms.unread.map((room) => [room.name, room]));
    for (const list of document.querySelectorAll("parley-rooms")) {
      if (list instanceof ParleyRooms && list.dataset.current !== undefined) for (const name of unread.keys()) list.include(name);
      for (const link of list.querySelectorAll("a[data-room]")) mark(link, unread.get(link.getAttribute("data-room") ?? ""));
    }
    countInTitle("elsewhere", this.#rooms.total);
  }
}

/**
 * @param {Element} link
 * @param {import("../sidebar/unread-rooms.js").UnreadRoom | undefined} room
 */
function mark(link, room) {
  const known = link.querySelector(".unread-count");
  if (!room) return known?.remove();
  const words = unreadWords(room);
  if (known?.getAttribute("data-words") === words) return;
  const badge = document.createElement("span");
  badge.className = "unread-count";
  badge.dataset.words = words;
  badge.dataset.mentions = String(room.mentions > 0);
  const number = document.createElement("span");
  number.ariaHidden = "true";
  number.textContent = `${room.mentions > 0 ? "@ " : ""}${unreadNumber(room.unread)}`;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.textContent = `, ${words}`;
  badge.append(number, said);
  if (known) known.replaceWith(badge);
  else link.querySelector(".here")?.before(badge);
}

/** @returns {ParleyUnread | undefined} the page's */
export function unreadMarks() {
  const found = document.querySelector("parley-unread");
  return found instanceof ParleyUnread ? found : undefined;
}
