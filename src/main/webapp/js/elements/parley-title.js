import { exportUrl } from "../conversation/shown-branch.js";
import { conversationOf } from "./parley-conversation.js";
import { historyList } from "./parley-history.js";
import { part } from "./rows.js";

/** The header of a conversation: its title, in step with the list and the other tabs, and what can be done with the whole. */
export class ParleyTitle extends HTMLElement {
  connectedCallback() {
    const { session } = conversationOf(this);
    const list = historyList();
    const show = () => {
      const { id, title } = session.conversation;
      part(this, "h1").textContent = title || "New conversation";
      document.title = `${title || "New conversation"} · Parley`;
      for (const one of this.querySelectorAll("[data-needs-conversation]")) /** @type {HTMLElement} */ (one).hidden = !id;
      this.#exports();
    };
    session.altered.on(({ created }) => {
      show();
      const { id, title, updated_at: updatedAt } = session.conversation;
      if (!id || !list) return;
      list.heard({ conversation_id: id, title, updated_at: updatedAt });
      if (created) list.current = id;
    });
    session.activity.on((activity) => list?.heard(activity));
    session.transcript.reordered.on(() => (this.#running(), this.#exports()));
    session.transcript.completed.on(() => this.#running());
    this.addEventListener("click", ({ target }) => {
      const act = target instanceof Element ? target.closest("[data-whole]")?.getAttribute("data-whole") : undefined;
      const chosen = target instanceof Element && target.closest(".menu > *");
      for (const open of this.querySelectorAll(":popover-open")) if (chosen) /** @type {HTMLElement} */ (open).hidePopover();
      if (act === "rename") list?.rename(session.conversation.id);
      if (act === "delete") list?.delete(session.conversation.id);
    });
    document.addEventListener("parley-renamed", (event) => {
      const { id, title } = /** @type {CustomEvent} */ (event).detail;
      if (id !== session.conversation.id) return;
      session.conversation = { ...session.conversation, title };
      show();
    });
    document.addEventListener("parley-deleting", (event) => {
      const { id, undone } = /** @type {CustomEvent} */ (event).detail;
      if (id === session.conversation.id) conversationOf(this).fade(!undone);
    });
    document.addEventListener("parley-deleted", (event) => {
      if (/** @type {CustomEvent} */ (event).detail.id === session.conversation.id) location.assign("/conversations/new");
    });
    show();
  }

  /** What is exported is what is shown. */
  #exports() {
    const { session } = conversationOf(this);
    for (const link of this.querySelectorAll("a[data-format]")) {
      const format = link.getAttribute("data-format") ?? "";
      /** @type {HTMLAnchorElement} */ (link).href = exportUrl(session.conversation.id, format, session.shownEnd);
    }
  }

  /** This page knows sooner than the list whether a reply is coming. */
  #running() {
    const { session } = conversationOf(this);
    const { id } = session.conversation;
    const running = session.replying.length > 0;
    if (!id || this.dataset.running === String(running)) return;
    this.dataset.running = String(running);
    historyList()?.heard({ conversation_id: id, running, updated_at: new Date().toISOString() });
  }
}
