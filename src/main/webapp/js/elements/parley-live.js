import { part } from "./rows.js";

/**
 * Rooms with people, and the others folded below. The list of rooms inside keeps the counts; a room that somebody enters
 * moves up. Who is there and what was said last is asked for while somebody looks. Nothing moves away under a finger.
 */
export class ParleyLive extends HTMLElement {
  static #EVERY_MS = 20_000;

  connectedCallback() {
    this.#sort();
    new MutationObserver(() => this.#sort()).observe(this, { subtree: true, childList: true, attributeFilter: ["data-count"] });
    setInterval(() => document.hidden || this.refresh(), ParleyLive.#EVERY_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
  }

  /** Takes the rooms with people from the page as it is now. */
  async refresh() {
    if (this.matches(":hover, :focus-within")) return;
    try {
      const answer = await fetch("/", { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("parley-live ul.live");
      if (answer.ok && fresh) this.#show([...fresh.children]);
    } catch {
      // The list stays as it was; the next round may do better.
    }
  }

  /** @param {Element[]} fresh */
  #show(fresh) {
    const live = part(this, "ul.live");
    const quiet = part(this, "ul.quiet-rooms");
    const names = fresh.map(nameOf);
    const gone = [...live.children].filter((row) => !names.includes(nameOf(row)));
    for (const row of quiet.querySelectorAll(":scope > li")) if (names.includes(nameOf(row))) row.remove();
    for (const row of gone) {
      row.querySelectorAll(".people-here").forEach((people) => people.remove());
      row.querySelector("[data-count]")?.setAttribute("data-count", "0");
    }
    live.replaceChildren(...fresh.map((row) => document.importNode(row, true)));
    quiet.prepend(...gone);
  }

  #sort() {
    const live = part(this, "ul.live");
    const quiet = part(this, "ul.quiet-rooms");
    for (const item of quiet.querySelectorAll(":scope > li:has([data-count]:not([data-count='0']))")) live.append(item);
    const count = quiet.querySelectorAll(":scope > li").length;
    const summary = part(this, "summary");
    if (summary.textContent !== quietWords(count)) summary.textContent = quietWords(count); // each change calls the observer again
    part(this, "details").hidden = count === 0;
  }
}

/** @param {Element} row */
function nameOf(row) {
  return row.querySelector("[data-room]")?.getAttribute("data-room");
}

/** @param {number} count */
export function quietWords(count) {
  return count === 1 ? "1 quiet room" : `${count} quiet rooms`;
}
