import { thoughts } from "./thinking.js";

/**
 * A row of the transcript. `pending` is on its way, `unsent` was refused or could not be sent.
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {"user" | "assistant"} role
 * @property {import("../protocol/wire.js").Participant | undefined} author
 * @property {string} text
 * @property {"pending" | "unsent" | "posted" | "streaming" | "finished" | "stopped" | "failed"} status
 * @property {string} [model]
 * @property {string} [parentId]
 * @property {boolean} [imported] came from a file, which proves nobody's identity
 * @property {string} createdAt RFC 3339
 * @property {number} attempt
 * @property {number} seq of the last delta taken in; -1 when the text so far is not known yet
 * @property {boolean} stalled a delta is missing
 * @property {import("./thinking.js").Thinking} [thinking]
 * @property {import("../protocol/wire.js").Failure} [error]
 * @property {string} [finishReason]
 * @property {string} [refusal] in the model's words
 * @property {import("../protocol/wire.js").Citation[]} [citations]
 * @property {import("../protocol/wire.js").Usage} [usage]
 * @property {import("../protocol/wire.js").Details} [details]
 * @property {"up" | "down"} [rating] one's own
 */

/**
 * @param {Row} row
 * @returns {boolean} whether only this page knows the row
 */
export function isLocal(row) {
  return row.status === "pending" || row.status === "unsent";
}

/**
 * @param {import("../protocol/wire.js").Message} message
 * @returns {Row}
 */
export function rowOf(message) {
  return {
    id: message.id,
    role: message.role,
    author: message.author,
    text: message.content,
    status: message.status,
    model: message.model,
    parentId: message.parent_id,
    imported: message.imported,
    createdAt: message.created_at,
    attempt: 0,
    seq: -1,
    stalled: false,
    error: message.error,
    citations: message.citations,
    usage: message.usage,
    details: message.details,
    finishReason: message.finish_reason,
    refusal: message.refusal,
    thinking: thoughts(message.status, message.thinking, message.content, message.details),
  };
}

/**
 * A reply that begins.
 *
 * @param {import("../protocol/wire.js").ReplyStarted} event
 * @param {string} [createdAt] when the message before it was made, if that is here
 * @returns {Row}
 */
export function rowOfReply(event, createdAt = new Date().toISOString()) {
  return {
    id: event.reply_id,
    role: "assistant",
    author: undefined,
    text: event.text ?? "",
    status: "streaming",
    model: event.model,
    parentId: event.message_id,
    imported: event.imported,
    createdAt,
    attempt: event.attempt,
    seq: 0,
    stalled: false,
  };
}
