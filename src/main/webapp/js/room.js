import { ParleyAnnouncer } from "./elements/parley-announcer.js";
import { ParleyCode } from "./elements/parley-code.js";
import { ParleyComposer } from "./elements/parley-composer.js";
import { ParleyConnection } from "./elements/parley-connection.js";
import { ParleyDrafts } from "./elements/parley-drafts.js";
import { ParleyInvite } from "./elements/parley-invite.js";
import { ParleyMaths } from "./elements/parley-maths.js";
import { ParleyMentions } from "./elements/parley-mentions.js";
import { ParleyMessage } from "./elements/parley-message.js";
import { ParleyPeople } from "./elements/parley-people.js";
import { ParleyRename } from "./elements/parley-rename.js";
import { ParleyRoom } from "./elements/parley-room.js";
import { ParleyRoomSettings } from "./elements/parley-room-settings.js";
import { ParleyRooms } from "./elements/parley-rooms.js";
import { ParleySharing } from "./elements/parley-sharing.js";
import { ParleySettings } from "./elements/parley-settings.js";
import { ParleyTopic } from "./elements/parley-topic.js";
import { ParleyTranscript } from "./elements/parley-transcript.js";
import { unreadMarks } from "./elements/parley-unread.js";
import { ParleyWaiting } from "./elements/parley-waiting.js";
import { fork } from "./elements/fork.js";
import { fetchJson } from "./http.js";
import { Reading } from "./room/reading.js";
import { defineSidebar } from "./sidebar.js";
import { countUnread } from "./session/unread.js";
import { fitKeyboard } from "./session/visible-height.js";

// The room first: the others look for it when they come to life. Rows before the transcript that fills them.
customElements.define("parley-room", ParleyRoom);
const room = document.querySelector("parley-room");
// It connects while the rest of the page comes to life, which is done before an answer can be read.
if (room instanceof ParleyRoom) room.session.start();
defineSidebar();
customElements.define("parley-code", ParleyCode);
customElements.define("parley-maths", ParleyMaths);
customElements.define("parley-message", ParleyMessage);
customElements.define("parley-people", ParleyPeople);
customElements.define("parley-transcript", ParleyTranscript);
customElements.define("parley-drafts", ParleyDrafts);
customElements.define("parley-composer", ParleyComposer);
customElements.define("parley-sharing", ParleySharing);
customElements.define("parley-connection", ParleyConnection);
customElements.define("parley-announcer", ParleyAnnouncer);
customElements.define("parley-settings", ParleySettings);
customElements.define("parley-rename", ParleyRename);
customElements.define("parley-invite", ParleyInvite);
customElements.define("parley-topic", ParleyTopic);
customElements.define("parley-mentions", ParleyMentions);
customElements.define("parley-waiting", ParleyWaiting);
customElements.define("parley-room-settings", ParleyRoomSettings);

if (room instanceof ParleyRoom) {
  room.addEventListener("parley-posted", () => {
    const transcript = room.querySelector("parley-transcript");
    if (transcript instanceof ParleyTranscript) transcript.jump();
  });
  const rooms = room.querySelector("parley-rooms");
  room.session.presence.on(() => {
    // The room's own count is known without asking.
    if (rooms instanceof ParleyRooms) rooms.count(room.name, room.session.people.count);
  });
  room.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-act=fork]") : null;
    const message = button?.closest("parley-message")?.getAttribute("data-id");
    if (message) fork(room.session.problem, message, room.dataset.conversation ?? "");
  });
  const transcript = room.querySelector("parley-transcript");
  if (transcript instanceof ParleyTranscript) transcript.followAddress();
  countUnread(room.session);
  keepReading(room);
  fitKeyboard();
}

/**
 * Tells the server what was read here, and the other pages of this browser.
 *
 * @param {ParleyRoom} room
 */
function keepReading({ session, dataset: { conversation = "" } }) {
  const reading = new Reading({
    position: () => session.position,
    people: () => session.people.count,
    looked: () => !document.hidden,
    send: async (position, leaving) => {
      await fetchJson(`/api/conversations/${conversation}/read`, { method: "PUT", body: { position }, keepalive: leaving });
      unreadMarks()?.read(conversation);
    },
  });
  session.connection.on(({ state }) => state === "joined" && reading.seen());
  session.transcript.completed.on(() => reading.seen());
  document.addEventListener("visibilitychange", () => (document.hidden ? reading.leave() : reading.seen()));
  addEventListener("pagehide", () => reading.leave());
}
