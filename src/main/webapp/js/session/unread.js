import { countInTitle } from "./title-count.js";

/**
 * Counts in the title what came while nobody looked.
 *
 * @param {import("./session.js").Session} session
 */
export function countUnread(session) {
  let unread = 0;
  session.transcript.completed.on((row) => {
    if (!document.hidden || row.author?.id === session.me.id) return;
    unread++;
    countInTitle("here", unread);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    unread = 0;
    countInTitle("here", unread);
  });
}
