import { hostToShow, isAllowed } from "../markdown/links.js";
import { StreamingMarkdown } from "../markdown/streaming-markdown.js";
import { endOf } from "../session/ends.js";
import { clockTime, fullTime } from "../session/times.js";
import { TypedText } from "../markdown/typed-text.js";
import { modelName } from "../session/model-name.js";
import { fallbackWords } from "../session/words.js";
import { isLocal } from "../transcript/row.js";
import { markMention } from "./mention-mark.js";
import { fromTemplate, part, wearColour, wearTag, write } from "./rows.js";
import { foldInRoom } from "./show-more.js";
import { ThinkingFold } from "./thinking-fold.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */

/**
 * A row of the transcript, whether the server wrote it or the template #message-row (room.xhtml; the two must match).
 */
export class ParleyMessage extends HTMLElement {
  /** @type {StreamingMarkdown | TypedText | undefined} models write Markdown, people write text */
  #content;
  /** @type {string | undefined} */
  #text;
  #streaming = false;
  /** @type {ThinkingFold | undefined} */
  #thinking;
  /** @type {string | undefined} */
  #foot;
  /** @type {string | undefined} */
  #createdAt;

  /**
   * @param {Row} row
   * @param {string} meId
   * @param {import("../conversation/branches.js").Place} place
   * @param {string} tag of an author whose name looks like somebody else's
   */
  show(row, meId, place, tag) {
    const mine = row.role === "user" && row.author?.id === meId;
    // A file proves nobody's identity: what came from one never looks like one's own.
    const own = mine && !row.imported;
    Object.assign(this.dataset, { id: row.id, role: row.role, own: String(own), status: row.status });
    this.id = `m-${row.id}`;
    this.#byline(row);
    wearTag(this, tag);
    this.#think(row);
    foldInRoom(this, row);
    const text = part(this, ".text");
    this.#content ??= row.role === "user" ? new TypedText(text) : new StreamingMarkdown(text);
    const streaming = row.status === "streaming";
    if (row.text !== this.#text || streaming !== this.#streaming) this.#content.update(row.text, streaming);
    if (row.role === "user" && row.text !== this.#text) markMention(this, row);
    this.#text = row.text;
    this.#streaming = streaming;
    this.#after(row, mine, place);
  }

  /** @param {Row} row */
  #think({ thinking, text }) {
    if (!thinking) {
      this.#thinking?.remove();
      this.#thinking = undefined;
      delete this.dataset.thinking;
      return;
    }
    this.dataset.thinking = String(!thinking.over && text === "");
    this.#thinking ??= new ThinkingFold(this.#fold(), () => {
      const transcript = this.closest("parley-transcript");
      return transcript !== null && "isReading" in transcript && /** @type {(row: Element) => boolean} */ (transcript.isReading)(this);
    });
    this.#thinking.show(thinking);
  }

  /** @returns {HTMLDetailsElement} what the server wrote, or a new one */
  #fold() {
    const written = this.querySelector("details.thinking");
    if (written instanceof HTMLDetailsElement) return written;
    const made = /** @type {HTMLDetailsElement} */ (fromTemplate("thinking-fold"));
    part(this, ".text").before(made);
    return made;
  }

  /** @param {Row} row */
  #byline(row) {
    const name = row.role === "user" ? (row.author?.name ?? "Someone") : modelName(row.model);
    write(part(this, ".author"), name);
    write(part(this, ".model"), row.role === "assistant" ? (row.model ?? "") : "");
    write(part(this, ".imported"), row.imported ? "imported" : "");
    this.dataset.imported = String(row.imported ?? false);
    if (row.createdAt !== this.#createdAt) this.#date(row.createdAt);
    if (row.role === "user" && row.author) {
      this.dataset.author = row.author.id;
      wearColour(this, row.author);
    }
  }

  /** @param {string} createdAt */
  #date(createdAt) {
    this.#createdAt = createdAt;
    const at = new Date(createdAt);
    if (Number.isNaN(at.valueOf())) return;
    const time = /** @type {HTMLTimeElement} */ (part(this, "time"));
    time.dateTime = createdAt;
    write(time, clockTime(at));
    time.title = fullTime(at);
  }

  /**
   * @param {Row} row
   * @param {boolean} own
   * @param {import("../conversation/branches.js").Place} place
   */
  #after(row, own, place) {
    const { status, error, citations, rating, details, usage, finishReason, refusal } = row;
    const foot = JSON.stringify([status, error, citations, rating, details, usage, finishReason, refusal, place]);
    if (foot === this.#foot) return;
    this.#foot = foot;
    const after = part(this, ".after");
    after.replaceChildren();
    if (row.citations?.length) after.append(sources(row.citations));
    const instead = fallbackWords(row.details, row.model);
    if (instead) after.append(note(instead));
    after.append(...ending(row));
    if (row.status === "pending") {
      // The style sheet shows one of them, by the state of the connection.
      after.append(note("Sending…", "sending"), note("Not sent yet. It will be sent when the connection is back.", "held"));
    }
    if (row.status === "unsent") {
      after.append(note(row.error?.detail || "Not sent.", "failure"), button("Try again", "retry"), button("Discard", "discard"));
    }
    if (row.status === "streaming") after.append(button("Stop", "stopReply"));
    else if (!isLocal(row)) after.append(...actions(row, own));
    if (place.ids.length > 1) after.prepend(versions(place));
  }
}

/**
 * How a reply ended, and what can be done about it where the page has something.
 *
 * @param {Row} row
 */
function ending(row) {
  if (row.role !== "assistant") return [];
  const { words, failed, continues } = endOf(row);
  const made = [];
  if (words) made.push(note(words, failed ? "failure" : "note"));
  if (row.refusal && row.refusal !== row.text) {
    const refusal = note(row.refusal, "refusal");
    refusal.dir = "auto";
    made.push(refusal);
  }
  if (continues && document.getElementById("continue-action")) made.push(fromTemplate("continue-action"));
  if (row.status === "failed" && document.getElementById("failed-actions")) made.push(fromTemplate("failed-actions"));
  return made;
}

/**
 * What can be done with a row: the page's templates say it.
 *
 * @param {Row} row
 * @param {boolean} own
 */
function actions(row, own) {
  const id = row.role === "assistant" || !own ? "message-actions" : "own-actions";
  if (!document.getElementById(id)) return [];
  const made = fromTemplate(id);
  for (const thumb of made.querySelectorAll("[data-act=up], [data-act=down]")) {
    thumb.setAttribute("aria-pressed", String(thumb.getAttribute("data-act") === row.rating));
  }
  if (row.role !== "assistant") for (const one of made.querySelectorAll("[data-replies-only]")) one.remove();
  return [made];
}

/** @param {import("../conversation/branches.js").Place} place */
function versions({ number, ids }) {
  const made = fromTemplate("versions");
  part(made, ".count").textContent = `${number} / ${ids.length}`;
  for (const [act, to] of /** @type {const} */ ([["previous", ids[number - 2]], ["next", ids[number]]])) {
    const arrow = /** @type {HTMLButtonElement} */ (part(made, `[data-act=${act}]`));
    arrow.disabled = to === undefined;
    arrow.dataset.to = to ?? "";
  }
  return made;
}

/**
 * @param {string} text
 * @param {string} [kind]
 */
function note(text, kind = "note") {
  const span = document.createElement("span");
  span.className = kind;
  span.textContent = text;
  return span;
}

/**
 * @param {string} text
 * @param {string} action
 */
function button(text, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "quiet small";
  element.dataset[action] = "";
  element.textContent = text;
  return element;
}

/** @param {import("../protocol/wire.js").Citation[]} citations */
function sources(citations) {
  const list = document.createElement("span");
  list.className = "sources";
  list.append("Sources:");
  for (const { marker, title, url } of citations) {
    const web = url !== undefined && isAllowed(url);
    const chip = document.createElement(web ? "a" : "span");
    const host = web ? hostToShow(url, title || url) : "";
    chip.textContent = [marker, title || url || "Source", host].filter(Boolean).join(" · ");
    if (chip instanceof HTMLAnchorElement && url) {
      chip.href = url;
      chip.target = "_blank";
      chip.rel = "noopener noreferrer";
    }
    list.append(chip);
  }
  return list;
}
