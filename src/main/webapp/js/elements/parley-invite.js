import { copy } from "./copy.js";
import { roomOf } from "./parley-room.js";
import { toast } from "./parley-toast.js";
import { part } from "./rows.js";
import { isolated } from "../session/words.js";

/** Gives the room's address to others: through what the phone has for it, or by the clipboard. */
export class ParleyInvite extends HTMLElement {
  connectedCallback() {
    const button = part(this, "button");
    button.addEventListener("click", () => this.#invite(button));
  }

  /** @param {HTMLElement} button */
  async #invite(button) {
    const { name } = roomOf(this);
    const url = new URL(`/rooms/${encodeURIComponent(name)}`, location.href).href;
    if (matchMedia("(pointer: coarse)").matches && "share" in navigator && (await shared({ title: `${name} · Parley`, url }))) return;
    if (await copy(button, url)) toast().say(`Link to ${isolated(name)} copied. Anyone with the link can enter.`);
    else toast().say(`The link could not be copied. It is ${url}`, { forMs: 20_000 });
  }
}

/**
 * @param {ShareData} data
 * @returns {Promise<boolean>} false if the browser cannot share this
 */
async function shared(data) {
  try {
    await navigator.share(data);
    return true;
  } catch (failure) {
    // Whoever closed the sheet did not want the clipboard instead.
    return failure instanceof DOMException && failure.name === "AbortError";
  }
}
