import { Emitter } from "../emitter.js";

/**
 * What stands in a composer and was not sent: the text, and the pieces that were pasted or dropped. It survives a reload
 * and follows its conversation, which may have no id yet.
 */
export class ComposerDraft {
  /** A longer piece is not kept over a reload, in UTF-16 units: no message could hold it. */
  static LONGEST_KEPT = 400_000;

  /** @type {Emitter<void>} */
  changed = new Emitter();

  #store;
  #key;
  #text;
  /** @type {string[]} */
  #pieces;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} store
   * @param {string} key of the conversation
   */
  constructor(store, key) {
    this.#store = store;
    this.#key = key;
    this.#text = store.getItem(textKey(key)) ?? "";
    this.#pieces = readPieces(store, key);
  }

  get text() {
    return this.#text;
  }

  get pieces() {
    return [...this.#pieces];
  }

  /** @param {string} text the composer's whole text */
  write(text) {
    if (text === this.#text) return;
    this.#text = text;
    this.#saveText();
    this.changed.emit();
  }

  /** @param {string} piece */
  add(piece) {
    this.#pieces.push(piece);
    this.#savePieces();
    this.changed.emit();
  }

  /**
   * @param {number} index
   * @returns {string | undefined} the piece, which is no longer part of the draft
   */
  take(index) {
    const [piece] = this.#pieces.splice(index, 1);
    this.#savePieces();
    this.changed.emit();
    return piece;
  }

  /** It was sent, or its conversation is gone. */
  clear() {
    this.#text = "";
    this.#pieces = [];
    this.#saveText();
    this.#savePieces();
    this.changed.emit();
  }

  /** @param {string} key the id of the conversation, which has come to be */
  moveTo(key) {
    if (key === this.#key) return;
    this.#store.removeItem(textKey(this.#key));
    this.#store.removeItem(piecesKey(this.#key));
    this.#key = key;
    this.#saveText();
    this.#savePieces();
  }

  /** The page comes back from where the browser had put it aside: another page may have gone on with this draft. */
  reread() {
    this.#text = this.#store.getItem(textKey(this.#key)) ?? "";
    this.#pieces = readPieces(this.#store, this.#key);
    this.changed.emit();
  }

  #saveText() {
    if (this.#text) this.#store.setItem(textKey(this.#key), this.#text);
    else this.#store.removeItem(textKey(this.#key));
  }

  #savePieces() {
    const kept = this.#pieces.filter(isKept);
    if (kept.length > 0) this.#store.setItem(piecesKey(this.#key), JSON.stringify(kept));
    else this.#store.removeItem(piecesKey(this.#key));
  }
}

/** @param {string} piece */
export function isKept(piece) {
  return piece.length <= ComposerDraft.LONGEST_KEPT;
}

/** @param {string} key */
function textKey(key) {
  return `parley.draft.${key}`;
}

/** @param {string} key */
function piecesKey(key) {
  return `parley.pasted.${key}`;
}

/**
 * @param {Pick<Storage, "getItem">} store
 * @param {string} key
 * @returns {string[]}
 */
function readPieces(store, key) {
  try {
    const pieces = JSON.parse(store.getItem(piecesKey(key)) ?? "[]");
    return Array.isArray(pieces) ? pieces.filter((piece) => typeof piece === "string") : [];
  } catch {
    return []; // another version of this page wrote something else
  }
}
