import { thinkingOver, thinkingWhole } from "./thinking.js";

/** How the row of a reply follows the reply's attempts. @typedef {import("./transcript.js").Row} Row */

/**
 * @param {Row} row
 * @param {number} attempt
 * @param {string} text of the attempt so far
 * @param {number} seq
 */
export function restart(row, attempt, text, seq) {
  if (attempt > row.attempt) Object.assign(row, { thinking: undefined, behind: undefined });
  Object.assign(row, { attempt, seq, stalled: false });
  write(row, text);
}

/**
 * A reply that was cut off or stopped goes on, in another attempt. The first attempt continues nothing: that is an event
 * that comes twice.
 *
 * @param {Row} row
 * @param {{attempt: number, model: string}} event
 * @returns {boolean} whether it goes on
 */
export function goOn(row, { attempt, model }) {
  if (attempt === 1 || (row.status !== "finished" && row.status !== "stopped")) return false;
  Object.assign(row, { status: "streaming", model, attempt, seq: 0, stalled: false, behind: "" });
  Object.assign(row, { thinking: undefined, finishReason: undefined, refusal: undefined, error: undefined });
  return true;
}

/**
 * @param {Row} row
 * @param {string} text of its attempt so far: what continues shows no less than it did
 */
export function write(row, text) {
  const less = row.behind !== undefined && text.length < row.text.length && row.text.startsWith(text);
  row.behind = less ? text : undefined;
  if (!less) row.text = text;
}

/**
 * @param {Row} row
 * @param {import("../protocol/wire.js").ReplyFinished} event
 * @param {number} now
 */
export function end(row, event, now) {
  const { text, status, error, citations, usage, details, finish_reason: finishReason, refusal, model = row.model } = event;
  const thinking = thinkingWhole(event.thinking, details?.thinking_ms, thinkingOver(row.thinking, now));
  Object.assign(row, { text, status, error, citations, usage, details, finishReason, refusal, thinking, model });
  Object.assign(row, { behind: undefined, stalled: false });
}
