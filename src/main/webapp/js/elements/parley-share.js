import { fetchJson } from "../http.js";
import { copy } from "./copy.js";
import { conversationOf } from "./parley-conversation.js";
import { fromTemplate, part } from "./rows.js";

const made = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Links through which anybody may read the conversation as it was when the link was made; each can be taken back. */
export class ParleyShare extends HTMLElement {
  connectedCallback() {
    const conversation = conversationOf(this);
    const dialog = /** @type {HTMLDialogElement} */ (part(this, "dialog"));
    for (const button of conversation.querySelectorAll("[data-share]")) {
      button.addEventListener("click", () => {
        dialog.showModal();
        this.#list();
      });
    }
    part(this, "[data-make]").addEventListener("click", () => this.#make());
    part(this, ".links").addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      const { url = "", token = "" } = button?.closest("li")?.dataset ?? {};
      if (button && "copyLink" in button.dataset) copy(button, url);
      if (button && "revoke" in button.dataset) this.#revoke(token);
    });
  }

  get #shares() {
    return `/api/conversations/${conversationOf(this).session.conversation.id}/shares`;
  }

  #list() {
    return this.#attempt(async () => {
      const answer = await fetchJson(this.#shares);
      /** @type {{token: string, created_at?: string}[]} */
      const shares = answer.items ?? answer.shares ?? [];
      part(this, ".links").replaceChildren(...shares.map(link));
    });
  }

  #make() {
    return this.#attempt(async () => {
      await fetchJson(this.#shares, { method: "POST", body: {} });
      await this.#list();
    });
  }

  /** @param {string} token */
  #revoke(token) {
    return this.#attempt(async () => {
      await fetchJson(`/api/shares/${encodeURIComponent(token)}`, { method: "DELETE" });
      await this.#list();
    });
  }

  /** @param {() => Promise<void>} request */
  async #attempt(request) {
    part(this, ".field-error").textContent = "";
    try {
      await request();
    } catch (error) {
      part(this, ".field-error").textContent = error instanceof Error ? error.message : String(error);
    }
  }
}

/** @param {{token: string, created_at?: string}} share */
function link({ token, created_at: createdAt }) {
  const item = fromTemplate("share-link");
  const url = new URL(`/shared/${token}`, location.href).href;
  item.dataset.token = token;
  item.dataset.url = url;
  const anchor = /** @type {HTMLAnchorElement} */ (part(item, "a"));
  anchor.href = url;
  anchor.textContent = url;
  part(item, ".made").textContent = createdAt ? `Made ${made.format(new Date(createdAt))}` : "";
  return item;
}
