import { clockTime, shortDay } from "../session/times.js";
import { part } from "./rows.js";

const PATIENCE_MS = 10_000;

/**
 * Rooms with people, and the others folded below. The list of rooms inside keeps the counts; a room that somebody enters
 * moves up. Who is there and what was said last is asked for while somebody looks. Nothing moves away under a finger or
 * the keyboard: a change waits until they are elsewhere.
 */
export class ParleyLive extends HTMLElement {
  static #EVERY_MS = 15_000;

  /** Of the rows that were shown last: while it is the same, there is nothing to fetch. */
  #tag = "";
  /** The names of the rooms in them. @type {(string | null | undefined)[]} */
  #live = [];
  #waiting = false;

  connectedCallback() {
    this.#sort();
    this.#tellTimes();
    new MutationObserver(() => this.#sort()).observe(this, { subtree: true, childList: true, attributeFilter: ["data-count"] });
    setInterval(() => document.hidden || this.refresh(), ParleyLive.#EVERY_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
    for (const left of ["pointerleave", "focusout"]) this.addEventListener(left, () => setTimeout(() => this.#waiting && this.refresh()));
  }

  async refresh() {
    this.#waiting = this.#isInUse;
    if (this.#waiting) return;
    const answer = await rows(this.#tag).catch(() => undefined); // the next round may reach the server
    this.#waiting = this.#isInUse; // since it was asked for
    if (!answer || this.#waiting) return;
    if (answer.status === 304) return this.#fold();
    const fresh = answer.responseXML?.querySelector("ul.live");
    if (answer.status !== 200 || !fresh) return;
    this.#tag = answer.getResponseHeader("ETag") ?? "";
    this.#show([...fresh.children]);
  }

  get #isInUse() {
    return this.matches(":hover, :focus-within");
  }

  /** @param {Element[]} fresh */
  #show(fresh) {
    this.#live = fresh.map(nameOf);
    this.#fold();
    for (const row of part(this, "ul.quiet-rooms").querySelectorAll(":scope > li")) if (this.#live.includes(nameOf(row))) row.remove();
    part(this, "ul.live").replaceChildren(...fresh.map((row) => document.importNode(row, true)));
    this.#tellTimes();
  }

  /** Rooms that everybody has left go to the others. */
  #fold() {
    const gone = [...part(this, "ul.live").children].filter((row) => !this.#live.includes(nameOf(row)));
    for (const row of gone) {
      row.querySelectorAll(".people-here").forEach((people) => people.remove());
      row.querySelector("[data-count]")?.setAttribute("data-count", "0");
      const number = row.querySelector(".number");
      if (number) number.textContent = "0";
    }
    part(this, "ul.quiet-rooms").prepend(...gone);
  }

  /** In the time of whoever looks: the server writes its own. */
  #tellTimes() {
    for (const time of this.querySelectorAll("time")) {
      const at = new Date(time.dateTime);
      const today = at.toDateString() === new Date().toDateString();
      time.textContent = today ? clockTime(at) : shortDay(at);
    }
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

/**
 * The rows as the server writes them. Not by `fetch`: here the browser parses the answer, runs nothing in it, and no text has to
 * become markup on the page (trusted types forbid that).
 *
 * @param {string} tag of those that are shown
 * @returns {Promise<XMLHttpRequest>}
 */
function rows(tag) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", "/live");
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    request.setRequestHeader("Accept", "text/html");
    if (tag) request.setRequestHeader("If-None-Match", tag);
    request.addEventListener("load", () => resolve(request));
    for (const failed of ["error", "timeout", "abort"]) request.addEventListener(failed, reject);
    request.send();
  });
}

/** @param {Element} row */
function nameOf(row) {
  return row.querySelector("[data-room]")?.getAttribute("data-room");
}

/** @param {number} count */
export function quietWords(count) {
  return count === 1 ? "1 quiet room" : `${count} quiet rooms`;
}
