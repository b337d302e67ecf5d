/** What an import from another product is, in the answer of the server. @typedef {{source: string, conversations: {id: string, title?: string, messages: number}[], left_out: Record<string, number>, failed: {title?: string, detail: string}[], failed_count: number}} ImportReport */

const SOURCES = /** @type {Record<string, string>} */ ({ chatgpt: "ChatGPT", open_webui: "Open WebUI", librechat: "LibreChat" });

/** One and many of each. */
const PARTS = /** @type {Record<string, [string, string]>} */ ({
  pictures: ["picture", "pictures"],
  files: ["file", "files"],
  recordings: ["recording", "recordings"],
  tool_calls: ["tool call", "tool calls"],
  thinking: ["passage of thinking", "passages of thinking"],
  instructions: ["instruction", "instructions"],
  references: ["reference", "references"],
  shortened: ["end of a text that is too long", "ends of texts that are too long"],
  detached: ["message without a place", "messages without a place"],
  unknown: ["unknown part", "unknown parts"],
});

/**
 * What was imported and what was not, a sentence each.
 *
 * @param {ImportReport} report
 * @returns {string[]}
 */
export function importWords({ source, conversations, left_out: leftOut, failed, failed_count: failedCount }) {
  const messages = conversations.reduce((sum, conversation) => sum + conversation.messages, 0);
  const lines = [
    `Imported from ${SOURCES[source] ?? source}: ${count(conversations.length, "conversation", "conversations")} with ${count(messages, "message", "messages")}.`,
  ];
  const counts = new Map(Object.keys(PARTS).map((part) => [part, 0]));
  for (const [part, number] of Object.entries(leftOut)) {
    const known = part in PARTS ? part : "unknown"; // a newer server may know more
    counts.set(known, (counts.get(known) ?? 0) + number);
  }
  const parts = [...counts].filter(([, number]) => number > 0).map(([part, number]) => count(number, ...PARTS[part]));
  if (parts.length > 0) lines.push(`Not imported: ${parts.join(", ")}.`);
  for (const { title, detail } of failed) lines.push(`Not imported: ${title ? `“${title}”` : "a conversation"}. ${detail}`);
  if (failedCount > failed.length) lines.push(`Not imported: ${count(failedCount - failed.length, "more conversation", "more conversations")}.`);
  return lines;
}

/**
 * @param {number} number
 * @param {string} one
 * @param {string} many
 */
function count(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
