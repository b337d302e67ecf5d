/**
 * Counts in the title what came while nobody looked.
 *
 * @param {import("./talk-session.js").TalkSession} session
 */
export function countUnread(session) {
  const title = document.title;
  let unread = 0;
  const show = () => (document.title = unread === 0 ? title : `(${unread}) ${title}`);
  session.transcript.completed.on((row) => {
    if (!document.hidden || row.author?.id === session.me.id) return;
    unread++;
    show();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    unread = 0;
    show();
  });
}
