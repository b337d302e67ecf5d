import { isLarge, LONGEST_FILE, MOST_PIECES, piecePoints, pieceWords, withPasted } from "../conversation/pasted.js";
import { LONGEST_TEXT } from "../limits.js";
import { isolated } from "../session/words.js";
import { ParleyComposer } from "./parley-composer.js";
import { conversationOf } from "./parley-conversation.js";
import { fromTemplate, part } from "./rows.js";

/** Large pastes and dropped text files: pieces of their own, sent with the message. They are part of the draft. */
export class ParleyPasted extends HTMLElement {
  connectedCallback() {
    const { draft } = conversationOf(this);
    const composer = this.closest("parley-composer");
    if (!(composer instanceof ParleyComposer)) return;
    let shown = "";
    const show = () => {
      const { pieces } = draft;
      const now = pieces.map(({ length }) => length).join(" ");
      if (now === shown && pieces.length === part(this, "ul").childElementCount) return; // only the text has changed
      shown = now;
      this.#draw(pieces);
      composer.offer(piecePoints(pieces));
    };
    composer.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isLarge(text)) return;
      event.preventDefault();
      this.#add(text);
    });
    composer.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
    composer.addEventListener("drop", (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.#take(files);
    });
    composer.addEventListener("parley-posting", (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      detail.text = withPasted(detail.text, draft.pieces);
    });
    composer.addEventListener("parley-posted", () => draft.clear());
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      const index = Number(button?.closest("li")?.dataset.index);
      if (!button || Number.isNaN(index)) return;
      const piece = draft.take(index);
      if ("asText" in button.dataset) composer.fill([composer.value, piece].filter(Boolean).join("\n"));
    });
    draft.changed.on(show);
    show();
  }

  /** @param {string} piece */
  #add(piece) {
    const { draft, session } = conversationOf(this);
    if (draft.pieces.length < MOST_PIECES) draft.add(piece);
    else session.problem.emit(`A message can have at most ${MOST_PIECES} pieces. Remove one first.`);
  }

  /** @param {File[]} files that were dropped */
  async #take(files) {
    const { session } = conversationOf(this);
    for (const file of files.slice(0, MOST_PIECES + 1)) {
      const name = isolated(file.name);
      if (file.size > LONGEST_FILE) {
        session.problem.emit(`${name} is too long for a message.`);
        continue;
      }
      try {
        const text = await file.text();
        if (text.includes("\0")) session.problem.emit(`${name} is not a text file.`);
        else this.#add(text);
      } catch {
        session.problem.emit(`${name} could not be read.`); // a folder, or a file that is gone
      }
    }
  }

  /** @param {string[]} pieces */
  #draw(pieces) {
    this.hidden = pieces.length === 0;
    const items = pieces.map((piece, index) => {
      const item = fromTemplate("pasted-piece");
      item.dataset.index = String(index);
      part(item, ".name").textContent = piece.slice(0, 1000).trim().split("\n")[0].slice(0, 80);
      part(item, ".size").textContent = pieceWords(piece);
      part(item, "[data-as-text]").hidden = piece.length > LONGEST_TEXT;
      return item;
    });
    part(this, "ul").replaceChildren(...items);
  }
}
