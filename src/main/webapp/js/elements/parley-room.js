import { ComposerDraft } from "../drafts/composer-draft.js";
import { fetchJson, Refusal } from "../http.js";
import { RoomSession } from "../room/room-session.js";
import { storeOf } from "../storage.js";
import { pagePreferences } from "../session/preferences.js";
import { LOST_WORDS } from "../session/words.js";
import { rowFrom } from "./rows.js";

/** The room page: holds the session that its other elements show. */
export class ParleyRoom extends HTMLElement {
  preferences = pagePreferences();
  /** What survives a reload of this tab. */
  store = storeOf("sessionStorage");
  /** @type {RoomSession} */
  session;
  /** @type {ComposerDraft} */
  draft;

  constructor() {
    super();
    const { meId = "", meName = "" } = this.dataset;
    this.session = new RoomSession({
      me: { id: meId, name: meName },
      key: `${this.key}.${meId}`,
      storage: this.store,
      http: fetchJson,
      open: () => new WebSocket(socketUrl(this.name), ["parley.v1"]),
    });
    this.draft = new ComposerDraft(this.store, this.key);
  }

  get name() {
    return this.dataset.room ?? "";
  }

  /** Names what is kept of it. A room's name can change, and later belong to another room. */
  get key() {
    return this.dataset.conversation ?? "";
  }

  get history() {
    return `/api/conversations/${this.dataset.conversation}/messages`;
  }

  connectedCallback() {
    this.session.transcript.adopt([...this.querySelectorAll("parley-message")].map(rowFrom));
    this.session.connection.on((status) => {
      if (status.state === "waiting" && status.attempt === 2) this.#diagnose();
    });
    this.store.lost.on(() => this.session.problem.emit(LOST_WORDS));
    this.session.changed.on((room) => this.#change(room));
    // The room learns the new name when this page joins again.
    document.addEventListener("parley-named", () => this.session.rejoin());
    addEventListener("online", () => this.session.wake());
    addEventListener("offline", () => this.session.wake());
    addEventListener("focus", () => this.session.joined || this.session.wake());
    addEventListener("pageshow", (event) => event.persisted && this.session.rejoin());
    document.addEventListener("visibilitychange", () => document.hidden || this.session.wake());
    this.session.shareTyping(this.preferences.values.shareTyping);
    this.preferences.changed.on(({ shareTyping }) => this.session.shareTyping(shareTyping));
  }

  /**
   * The operator has changed the room: under its new name the page goes on where it is.
   *
   * @param {import("../protocol/wire.js").Renamed} room
   */
  #change({ name = this.name, topic = "" }) {
    const line = this.querySelector(".talk-title .topic");
    if (line) line.textContent = topic;
    if (name === this.name) return;
    this.dataset.room = name;
    history.replaceState(history.state, "", `/rooms/${encodeURIComponent(name)}${location.hash}`);
    const heading = this.querySelector(".talk-title h1");
    if (heading?.lastChild) heading.lastChild.textContent = name;
    document.title = `${name} · Parley`;
  }

  /** The reason for a refused upgrade is hidden from scripts; a plain request tells it. */
  async #diagnose() {
    try {
      await fetchJson(`/api/rooms/${encodeURIComponent(this.name)}`);
    } catch (error) {
      if (!(error instanceof Refusal)) return; // no connection at all: keep trying
      if (error.status === 404) this.session.end("This room was removed or renamed.");
      if (error.status === 401) this.session.end("Your session has expired. Reload the page.");
    }
  }
}

/** @param {string} room */
function socketUrl(room) {
  const url = new URL(`/ws/rooms/${encodeURIComponent(room)}`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/**
 * @param {Element} element inside a room
 * @returns {ParleyRoom}
 */
export function roomOf(element) {
  const room = element.closest("parley-room");
  if (!(room instanceof ParleyRoom)) throw new Error(`<${element.localName}> outside <parley-room>`);
  return room;
}
