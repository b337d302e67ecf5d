import { exportUrl, ShownBranch } from "../conversation/shown-branch.js";
import { fetchJson } from "../http.js";
import { Deletions } from "../sidebar/deletions.js";
import { grouped } from "../sidebar/groups.js";
import { Seen } from "../sidebar/seen.js";
import { storeOf } from "../storage.js";
import { isolated } from "../session/words.js";
import { asker } from "./parley-ask.js";
import { toast } from "./parley-toast.js";
import { fromTemplate, part } from "./rows.js";

/** @typedef {import("../sidebar/groups.js").Entry} Entry */

/** One's own conversations, under the day they were last spoken in. The server wrote the first of them. */
export class ParleyHistory extends HTMLElement {
  static #EVERY_MS = 20_000;
  static #ERASED = "parley.erased";

  #store = storeOf("sessionStorage");

  /** @type {Map<string, Entry>} */
  #entries = new Map();
  #seen = new Seen(storeOf("localStorage"), Date.now());
  #deletions = new Deletions((id, leaving) => this.#erase(id, leaving));
  /** @type {string | undefined} */
  #next;
  #shown = "";
  /** Erased while a page before this one was left: the server may have listed them still. */
  #erased = erasedBefore(this.#store.getItem(ParleyHistory.#ERASED));

  connectedCallback() {
    this.#next = this.dataset.next || undefined;
    for (const link of this.querySelectorAll("a[data-conversation]")) this.#adopt(/** @type {HTMLElement} */ (link));
    this.draw();
    setInterval(() => document.hidden || this.refresh(), ParleyHistory.#EVERY_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
    addEventListener("pagehide", () => this.#deletions.flush());
    this.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("[data-more-conversations]")) this.#more();
      const button = target instanceof Element ? target.closest("[data-conversation-menu]") : null;
      if (button instanceof HTMLElement) this.#menu(button);
    });
    const menu = document.getElementById("conversation-menu");
    menu?.addEventListener("click", ({ target }) => {
      const id = menu.dataset.conversation ?? "";
      const act = target instanceof Element ? target.closest("[data-do]")?.getAttribute("data-do") : undefined;
      if (target instanceof Element && target.closest(".menu > *")) menu.hidePopover();
      if (act === "rename") this.rename(id);
      if (act === "delete") this.delete(id);
    });
  }

  /** The conversation that this page shows. */
  get current() {
    return this.dataset.current ?? "";
  }

  set current(id) {
    this.dataset.current = id;
    this.draw();
  }

  /** @param {import("../protocol/wire.js").Activity} activity */
  heard({ conversation_id: id, title, running, updated_at: updatedAt, deleted }) {
    if (deleted) {
      this.#entries.delete(id);
      return this.draw();
    }
    const known = this.#entries.get(id);
    this.#entries.set(id, {
      id,
      title: title ?? known?.title,
      running: running ?? known?.running,
      updatedAt: updatedAt ?? known?.updatedAt ?? new Date().toISOString(),
      // A reply that begins or ends is something said; a new title is not.
      saidAt: running !== undefined && (running || known?.running) ? updatedAt : known?.saidAt,
    });
    this.draw();
  }

  async refresh() {
    try {
      const page = await fetchJson("/api/conversations?limit=50");
      const oldest = page.items.at(-1)?.updated_at;
      // What this page would have to show, were it still there, was deleted elsewhere.
      for (const { id, updatedAt } of [...this.#entries.values()]) if (!oldest || updatedAt >= oldest) this.#entries.delete(id);
      page.items.forEach((/** @type {any} */ item) => this.#take(item));
      this.draw();
    } catch {
      // The list stays as it was; the next round may do better.
    }
  }

  /** @param {string} id */
  rename(id) {
    const entry = this.#entries.get(id);
    asker().ask({
      title: "Rename this conversation",
      value: entry?.title ?? "",
      save: async (title) => {
        await fetchJson(`/api/conversations/${id}`, { method: "PATCH", body: { title } });
        this.heard({ conversation_id: id, title });
        this.dispatchEvent(new CustomEvent("parley-renamed", { bubbles: true, detail: { id, title } }));
      },
    });
  }

  /** @param {string} id */
  delete(id) {
    const title = this.#entries.get(id)?.title || "New conversation";
    this.#deletions.add(id);
    this.draw();
    this.dispatchEvent(new CustomEvent("parley-deleting", { bubbles: true, detail: { id, undone: false } }));
    toast().say(`“${isolated(title)}” was deleted.`, {
      forMs: Deletions.UNDO_MS,
      undo: () => {
        this.#deletions.undo(id);
        this.draw();
        this.dispatchEvent(new CustomEvent("parley-deleting", { bubbles: true, detail: { id, undone: true } }));
      },
    });
  }

  /** Whoever looks at this page has read it. */
  draw() {
    if (this.current && !document.hidden) {
      const entry = this.#entries.get(this.current);
      if (entry?.saidAt) this.#seen.mark(entry.id, Date.parse(entry.saidAt));
    }
    const entries = [...this.#entries.values()].filter(({ id }) => !this.#deletions.has(id) && !this.#erased.has(id));
    const unread = (/** @type {Entry} */ entry) =>
      entry.id !== this.current && entry.saidAt !== undefined && this.#seen.isUnread(entry.id, Date.parse(entry.saidAt));
    const shown = JSON.stringify([entries.map((entry) => [entry, unread(entry)]), this.current, this.#next, new Date().toDateString()]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const host = part(this, ".groups");
    const focused = document.activeElement?.closest("[data-entry]")?.getAttribute("data-entry");
    const groups = grouped(entries, new Date()).map(({ name, entries: members }) => {
      const group = fromTemplate("conversation-group");
      part(group, ".label").textContent = name;
      part(group, "ul").replaceChildren(...members.map((entry) => this.#item(entry, unread(entry))));
      return group;
    });
    host.replaceChildren(...groups);
    part(this, ".none").hidden = entries.length > 0;
    part(this, "[data-more-conversations]").hidden = this.#next === undefined;
    const again = focused && host.querySelector(`[data-entry="${CSS.escape(focused)}"] a`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /**
   * @param {Entry} entry
   * @param {boolean} unread
   */
  #item(entry, unread) {
    const item = fromTemplate("conversation-entry");
    const title = entry.title || "New conversation";
    const link = /** @type {HTMLAnchorElement} */ (part(item, "a"));
    item.dataset.entry = entry.id;
    link.href = `/conversations/${entry.id}`;
    link.dataset.conversation = entry.id;
    if (entry.id === this.current) link.ariaCurrent = "page";
    part(item, ".name").textContent = title;
    item.classList.toggle("running", entry.running === true);
    item.classList.toggle("unread", unread);
    part(item, ".state").textContent = entry.running ? "A reply is being written." : unread ? "Unread." : "";
    const more = part(item, "button");
    more.ariaLabel = `More about ${title}`;
    more.title = "Rename, export or delete";
    return item;
  }

  /** @param {HTMLElement} link */
  #adopt(link) {
    const { conversation: id = "", updated: updatedAt = "", said, running } = link.dataset;
    this.#entries.set(id, { id, updatedAt, saidAt: said || undefined, running: running === "true", title: link.querySelector(".name")?.textContent ?? "" });
  }

  /** @param {{id: string, title?: string, updated_at: string, last_message_at?: string, running?: boolean}} item */
  #take({ id, title, updated_at: updatedAt, last_message_at: saidAt, running }) {
    this.#entries.set(id, { id, title, updatedAt, saidAt, running });
  }

  async #more() {
    try {
      const page = await fetchJson(`/api/conversations?limit=50&before=${encodeURIComponent(this.#next ?? "")}`);
      this.#next = page.next;
      page.items.forEach((/** @type {any} */ item) => this.#take(item));
      this.draw();
    } catch {
      toast().say("Older conversations could not be loaded. Try again.");
    }
  }

  /** @param {HTMLElement} button */
  #menu(button) {
    const menu = /** @type {HTMLElement} */ (document.getElementById("conversation-menu"));
    const id = button.closest("[data-entry]")?.getAttribute("data-entry") ?? "";
    menu.dataset.conversation = id;
    const { end } = new ShownBranch(this.#store, id);
    for (const link of menu.querySelectorAll("a")) link.href = exportUrl(id, link.dataset.format ?? "", end);
    const { bottom, left } = button.getBoundingClientRect();
    menu.style.left = `${Math.min(left, innerWidth - 220)}px`;
    menu.style.top = `${Math.min(bottom + 4, innerHeight - 210)}px`;
    menu.showPopover();
  }

  /**
   * @param {string} id
   * @param {boolean} leaving
   */
  async #erase(id, leaving) {
    if (leaving) this.#store.setItem(ParleyHistory.#ERASED, JSON.stringify([...this.#erased.add(id)].slice(-20)));
    try {
      await fetchJson(`/api/conversations/${id}`, { method: "DELETE", keepalive: leaving });
      this.#entries.delete(id);
      this.dispatchEvent(new CustomEvent("parley-deleted", { bubbles: true, detail: { id } }));
    } catch {
      if (!leaving) toast().say("The conversation could not be deleted. It is still there.");
    }
    this.draw();
  }
}

/**
 * @param {string | null} kept
 * @returns {Set<string>}
 */
function erasedBefore(kept) {
  try {
    return new Set(JSON.parse(kept ?? "[]"));
  } catch {
    return new Set(); // another version of this page wrote something else
  }
}

/** @returns {ParleyHistory | undefined} the page's */
export function historyList() {
  const found = document.querySelector("parley-history");
  return found instanceof ParleyHistory ? found : undefined;
}
