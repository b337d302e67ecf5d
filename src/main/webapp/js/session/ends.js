/**
 * How a reply ended, for the person who reads it.
 *
 * @typedef {object} End
 * @property {string} words a sentence; empty when it ended as replies do
 * @property {boolean} failed whether something went wrong
 * @property {boolean} continues whether the model can be asked to continue
 */

/** @type {Record<string, string>} */
const REASONS = {
  length: "The reply was cut off at the limit.",
  content_filter: "The provider’s content filter ended the reply.",
  refusal: "The model declined to reply.",
  tool_calls: "The model asked for a tool, and this conversation has none.",
  error: "The provider reported an error before the reply was complete.",
};

/**
 * @param {Pick<import("../transcript/transcript.js").Row, "status" | "text" | "finishReason" | "error">} reply
 * @returns {End}
 */
export function endOf({ status, text, finishReason = "stop", error }) {
  const cut = status === "stopped" || status === "failed" || (status === "finished" && finishReason === "length");
  return {
    words: wordsOf(status, finishReason, error),
    failed: status === "failed" || (status === "finished" && ["content_filter", "refusal", "error"].includes(finishReason)),
    continues: cut && text.trim() !== "",
  };
}

/**
 * @param {string} status
 * @param {string} reason
 * @param {import("../protocol/wire.js").Failure} [error]
 */
function wordsOf(status, reason, error) {
  if (status === "stopped") return "Stopped.";
  if (status === "failed") return [reason === "error" ? "" : REASONS[reason], error?.detail].filter(Boolean).join(" ") || "The model could not reply.";
  if (status !== "finished" || reason === "stop") return "";
  const words = REASONS[reason] ?? `The provider ended the reply and gave “${reason.slice(0, 60)}” as the reason.`;
  return [words, error?.detail].filter(Boolean).join(" ");
}
