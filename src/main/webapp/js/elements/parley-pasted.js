import { isLarge, withPasted } from "../conversation/pasted.js";
import { counted, isolated } from "../talk/words.js";
import { ParleyComposer } from "./parley-composer.js";
import { conversationOf } from "./parley-conversation.js";
import { fromTemplate, part } from "./rows.js";

/** Large pastes and dropped text files: pieces of their own, sent with the message. They survive a reload like the draft. */
export class ParleyPasted extends HTMLElement {
  /** @type {string[]} */
  #pieces = [];

  connectedCallback() {
    const { store, key, session } = conversationOf(this);
    const composer = this.closest("parley-composer");
    if (!(composer instanceof ParleyComposer)) return;
    this.keep = () => {
      const name = `parley.pasted.${key}`;
      if (this.#pieces.length > 0) store.setItem(name, JSON.stringify(this.#pieces));
      else store.removeItem(name);
      this.#draw();
      composer.offer(this.#pieces.length > 0);
    };
    this.#pieces = JSON.parse(store.getItem(`parley.pasted.${key}`) ?? "[]");
    composer.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isLarge(text)) return;
      event.preventDefault();
      this.#add(text);
    });
    composer.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
    composer.addEventListener("drop", async (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      for (const file of files) {
        const text = await file.text();
        if (text.includes("\0")) session.problem.emit(`${isolated(file.name)} is not a text.`);
        else this.#add(text);
      }
    });
    composer.addEventListener("parley-posting", (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      detail.text = withPasted(detail.text, this.#pieces);
    });
    composer.addEventListener("parley-posted", () => {
      this.#pieces = [];
      this.keep?.();
    });
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      const index = Number(button?.closest("li")?.dataset.index);
      if (!button || Number.isNaN(index)) return;
      const [piece] = this.#pieces.splice(index, 1);
      if ("asText" in button.dataset) composer.fill([composer.value, piece].filter(Boolean).join("\n"));
      this.keep?.();
    });
    this.keep();
  }

  /** @param {string} piece */
  #add(piece) {
    this.#pieces.push(piece);
    this.keep?.();
  }

  #draw() {
    this.hidden = this.#pieces.length === 0;
    const items = this.#pieces.map((piece, index) => {
      const item = fromTemplate("pasted-piece");
      item.dataset.index = String(index);
      part(item, ".name").textContent = piece.trim().split("\n")[0].slice(0, 80);
      part(item, ".size").textContent = `Pasted: ${counted(piece.split("\n").length, "line")}`;
      return item;
    });
    part(this, "ul").replaceChildren(...items);
  }
}
