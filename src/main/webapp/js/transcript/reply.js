import { thinkingOver, thinkingWhole } from "./thinking.js";

/** How the row of a reply follows the reply's attempts. @typedef {import("./transcript.js").Row} Row */

/**
 * @param {Row} row
 * @param {number} attempt
 * @param {string} text of the attempt so far
 * @param {number} seq
 */
export function restart(row, attempt, text, seq) {
  if (attempt > row.attempt) row.thinking = undefined;
  Object.assign(row, { attempt, text, seq, stalled: false });
}

/**
 * A reply that had ended goes on in another attempt, which begins with the text so far. An event that comes again does
 * not take a later end back: of a row that was read from the history the attempt is not known, but its text has grown.
 *
 * @param {Row} row
 * @param {import("../protocol/wire.js").ReplyStarted} event
 * @returns {boolean} whether it goes on
 */
export function goOn(row, { attempt, model, text }) {
  if (text === undefined || row.text.length > text.length) return false;
  // What it thought before stays, and new thoughts follow.
  const thinking = row.thinking && { ...row.thinking, seq: 0 };
  Object.assign(row, { status: "streaming", model, attempt, text, seq: 0, stalled: false, thinking });
  Object.assign(row, { finishReason: undefined, refusal: undefined, error: undefined });
  return true;
}

/**
 * @param {Row} row
 * @param {import("../protocol/wire.js").ReplyFinished} event
 * @param {number} now
 */
export function end(row, event, now) {
  const { text, status, error, citations, usage, details, finish_reason: finishReason, refusal, model = row.model } = event;
  const thinking = thinkingWhole(event.thinking, details?.thinking_ms, thinkingOver(row.thinking, now));
  Object.assign(row, { text, status, error, citations, usage, details, finishReason, refusal, thinking, model, stalled: false });
}

/**
 * Brings a row up to what the server's history says. What the reader has seen of the thinking stays, where it was longer.
 *
 * @param {Row} row
 * @param {Row} fresh
 * @param {number} now
 */
export function catchUp(row, fresh, now) {
  const seen = thinkingOver(row.thinking, now);
  Object.assign(row, fresh);
  if (fresh.status !== "streaming") row.thinking = thinkingWhole(fresh.thinking?.text, fresh.thinking?.ms, seen);
}
