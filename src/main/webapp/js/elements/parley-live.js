import { part } from "./rows.js";

/**
 * Rooms with people, and the others folded below. The list of rooms inside keeps the counts; a room that somebody enters
 * moves up. One that everybody leaves stays where it is until the page is loaded again: nothing moves away under a finger.
 */
export class ParleyLive extends HTMLElement {
  connectedCallback() {
    this.#sort();
    new MutationObserver(() => this.#sort()).observe(this, { subtree: true, childList: true, attributeFilter: ["data-count"] });
  }

  #sort() {
    const live = part(this, "ul.live");
    const quiet = part(this, "ul.quiet-rooms");
    for (const item of quiet.querySelectorAll(":scope > li:has([data-count]:not([data-count='0']))")) live.append(item);
    const count = quiet.querySelectorAll(":scope > li").length;
    part(this, "summary").textContent = quietWords(count);
    part(this, "details").hidden = count === 0;
  }
}

/** @param {number} count */
export function quietWords(count) {
  return count === 1 ? "1 quiet room" : `${count} quiet rooms`;
}
