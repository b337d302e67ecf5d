import { fetchJson, reasonOf } from "../http.js";
import { fullTime } from "../session/times.js";
import { counted } from "../session/words.js";
import { copy } from "./copy.js";
import { conversationOf } from "./parley-conversation.js";
import { fromTemplate, part } from "./rows.js";

/** @typedef {{id: string, url?: string, messages: number, created_at: string}} Share */

/**
 * Links through which anybody may read the conversation as it was when the link was made; each can be taken back. The
 * server keeps no link, only that there is one: its address is shown on the page that made it, and nowhere else again.
 */
export class ParleyShare extends HTMLElement {
  /** What was made on this page. @type {Map<string, string>} */
  #urls = new Map();

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
      const { url = "", id = "" } = button?.closest("li")?.dataset ?? {};
      if (button && "copyLink" in button.dataset) copy(button, url);
      if (button && "revoke" in button.dataset) this.#revoke(id);
    });
  }

  get #shares() {
    return `/api/conversations/${conversationOf(this).session.conversation.id}/shares`;
  }

  #list() {
    return this.#attempt(async () => {
      /** @type {{items: Share[]}} */
      const { items } = await fetchJson(this.#shares);
      part(this, ".links").replaceChildren(...items.map((share) => link(share, this.#urls.get(share.id))));
    });
  }

  /** What is shared is what is shown: the branch that one looks at. */
  #make() {
    return this.#attempt(async () => {
      const last = conversationOf(this).session.shown.findLast(({ status }) => status !== "pending" && status !== "unsent");
      /** @type {Share} */
      const { id, url } = await fetchJson(this.#shares, { method: "POST", body: { message_id: last?.id } });
      if (url) this.#urls.set(id, new URL(new URL(url).pathname, location.href).href);
      await this.#list();
    });
  }

  /** @param {string} id */
  #revoke(id) {
    return this.#attempt(async () => {
      await fetchJson(`/api/shares/${id}`, { method: "DELETE" });
      await this.#list();
    });
  }

  /** @param {() => Promise<void>} request */
  async #attempt(request) {
    part(this, ".field-error").textContent = "";
    try {
      await request();
    } catch (error) {
      part(this, ".field-error").textContent = reasonOf(error);
    }
  }
}

/**
 * @param {Share} share
 * @param {string | undefined} url
 */
function link({ id, messages, created_at: createdAt }, url) {
  const item = fromTemplate("share-link");
  item.dataset.id = id;
  item.dataset.url = url ?? "";
  const anchor = /** @type {HTMLAnchorElement} */ (part(item, "a"));
  anchor.hidden = url === undefined;
  part(item, "[data-copy-link]").hidden = url === undefined;
  if (url) anchor.href = anchor.textContent = url;
  part(item, ".made").textContent = `${counted(messages, "message")}, created ${fullTime(new Date(createdAt))}`;
  return item;
}
