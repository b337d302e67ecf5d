import { StreamingMarkdown } from "../markdown/streaming-markdown.js";
import { modelName } from "../room/words.js";
import { isLocal } from "../transcript/transcript.js";
import { fromTemplate, part, wearColour } from "./rows.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/**
 * A row of the transcript, whether the server wrote it or the template #message-row (room.xhtml; the two must match).
 */
export class ParleyMessage extends HTMLElement {
  /** @type {StreamingMarkdown | undefined} */
  #markdown;
  /** @type {string | undefined} */
  #foot;

  /**
   * @param {Row} row
   * @param {string} meId
   */
  show(row, meId) {
    const own = row.role === "user" && row.author?.id === meId;
    Object.assign(this.dataset, { id: row.id, role: row.role, own: String(own), status: row.status });
    this.id = `m-${row.id}`;
    this.#byline(row);
    const text = part(this, ".text");
    this.#markdown ??= new StreamingMarkdown(text, { breaks: row.role === "user" });
    this.#markdown.update(row.text, row.status === "streaming");
    this.#after(row, own);
  }

  /** @param {Row} row */
  #byline(row) {
    const name = row.role === "user" ? (row.author?.name ?? "Someone") : modelName(row.model);
    part(this, ".author").textContent = name;
    part(this, ".model").textContent = row.role === "assistant" ? (row.model ?? "") : "";
    const time = /** @type {HTMLTimeElement} */ (part(this, "time"));
    const at = new Date(row.createdAt);
    if (!Number.isNaN(at.valueOf())) {
      time.dateTime = row.createdAt;
      time.textContent = clock.format(at);
      time.title = at.toLocaleString();
    }
    if (row.role === "user" && row.author) {
      this.dataset.author = row.author.id;
      wearColour(this, row.author);
    }
  }

  /**
   * @param {Row} row
   * @param {boolean} own
   */
  #after(row, own) {
    const foot = JSON.stringify([row.status, row.error, row.citations]);
    if (foot === this.#foot) return;
    this.#foot = foot;
    const after = part(this, ".after");
    after.replaceChildren();
    if (row.citations?.length) after.append(sources(row.citations));
    if (row.status === "stopped") after.append(note("Stopped."));
    if (row.status === "failed") after.append(note(row.error?.detail || "The model could not answer.", "failure"));
    if (row.status === "unsent") {
      after.append(note(row.error?.detail || "Not sent.", "failure"), button("Try again", "retry"), button("Discard", "discard"));
    }
    if (row.status === "streaming") after.append(button("Stop", "stopReply"));
    else if (!own && !isLocal(row) && row.text) after.append(fromTemplate("message-actions"));
  }
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
    const web = url !== undefined && /^(?:https?:\/\/|\/(?!\/))/i.test(url);
    const chip = document.createElement(web ? "a" : "span");
    chip.textContent = [marker, title || url || "Source"].filter(Boolean).join(" · ");
    if (chip instanceof HTMLAnchorElement && url) {
      chip.href = url;
      chip.target = "_blank";
      chip.rel = "noopener noreferrer";
    }
    list.append(chip);
  }
  return list;
}
