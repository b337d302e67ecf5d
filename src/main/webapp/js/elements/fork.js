import { fetchJson, reasonOf } from "../http.js";

/**
 * Goes on in a private conversation of one's own, which begins with what was said up to a message.
 *
 * @param {import("../emitter.js").Emitter<string>} problem
 * @param {string} messageId
 * @param {string} conversationId
 */
export async function fork(problem, messageId, conversationId) {
  try {
    const forked = await fetchJson(`/api/conversations/${conversationId}/fork`, { method: "POST", body: { message_id: messageId } });
    location.assign(`/conversations/${forked.id}`);
  } catch (error) {
    problem.emit(reasonOf(error));
  }
}
