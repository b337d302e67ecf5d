import { closeCode, codeBlock } from "./code-block.js";
import { hostNote } from "./host-note.js";
import { patch } from "./patch.js";
import { typedParts } from "./typed.js";

/** Keeps an element showing what a person types or has typed: drafts and messages look the same. */
export class TypedText {
  #host;
  /** @type {string | undefined} */
  #text;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
    host.classList.add("rich");
  }

  /** @param {string} text */
  update(text) {
    if (text === this.#text) return;
    this.#text = text;
    const wanted = document.createDocumentFragment();
    for (const part of typedParts(text.replace(/\r\n?/g, "\n"))) {
      const block = document.createElement("div");
      block.className = "block";
      block.append("code" in part ? codeBlock(part.language, part.code) : paragraph(part.pieces));
      wanted.append(block);
    }
    patch(this.#host, wanted);
    closeCode(this.#host);
  }
}

/** @param {import("./typed.js").Piece[]} pieces */
function paragraph(pieces) {
  const typed = document.createElement("p");
  typed.className = "typed";
  typed.dir = "auto";
  for (const { text, href, code } of pieces) typed.append(...(href ? linkTo(href, text) : [code ? leftToRight(text) : text]));
  return typed;
}

/** @param {string} text */
function leftToRight(text) {
  const isolated = document.createElement("bdi");
  isolated.dir = "ltr";
  isolated.textContent = text;
  return isolated;
}

/**
 * @param {string} href
 * @param {string} text
 */
function linkTo(href, text) {
  const link = document.createElement("a");
  link.href = href;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  link.dir = "ltr";
  link.textContent = text;
  const note = hostNote(href, text);
  return note ? [link, note] : [link];
}
