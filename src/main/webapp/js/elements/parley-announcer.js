import { endOf } from "../session/ends.js";
import { modelName } from "../session/model-name.js";
import { connectionWords } from "../session/words.js";
import { mentions } from "./mention-mark.js";
import { part } from "./rows.js";
import { pageOf } from "./conversation-page.js";

/**
 * Everything that is said aloud. Streaming text is never in a live region: the log gets each message once, when it is
 * complete; the status says that a reply is coming and that it is done; the alert says what went wrong.
 */
export class ParleyAnnouncer extends HTMLElement {
  static #KEPT = 12;
  static #ALERT_MS = 8000;

  connectedCallback() {
    const page = pageOf(this);
    const { session } = page;
    const status = part(this, "[data-region=status]");
    const log = part(this, "[data-region=log]");
    const alert = part(page, "[data-region=alert]");

    session.transcript.reordered.on(() => {
      const replying = session.replying.length > 0;
      if (replying && this.dataset.replying !== "true") status.textContent = "A reply is being written.";
      this.dataset.replying = String(replying);
    });
    session.transcript.completed.on((row) => {
      const own = row.role === "user" && row.author?.id === session.me.id;
      const name = row.role === "user" ? row.author?.name : modelName(row.model);
      if (row.role === "assistant") {
        status.textContent = endOf(row).words || "The reply is complete.";
        this.dataset.replying = String(session.replying.length > 0);
      }
      if (own) return;
      const tag = row.role === "user" && row.author ? session.transcript.doubles.tagOf(row.author) : "";
      const line = document.createElement("p");
      const verb = row.role === "user" && mentions(row.text, session.me.name) ? " mentioned you" : "";
      line.textContent = `${name}${tag && ` #${tag}`}${verb}: ${row.text || row.refusal || ""}`;
      log.append(line);
      while (log.childElementCount > ParleyAnnouncer.#KEPT) log.firstElementChild?.remove();
    });

    session.notices.changed.on((sentence) => {
      if (sentence) status.textContent = sentence;
    });

    let wasJoined = false;
    let lost = false;
    session.connection.on((state) => {
      if (state.state === "waiting" && wasJoined && !lost) {
        lost = true;
        status.textContent = "The connection was lost. Reconnecting.";
      }
      if (state.state === "joined") {
        if (lost) status.textContent = "Connected.";
        wasJoined = true;
        lost = false;
      }
      if (state.state === "ended") alert.textContent = connectionWords(state, { now: 0, online: true });
    });

    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let clearing;
    session.problem.on((sentence) => {
      alert.textContent = sentence;
      clearTimeout(clearing);
      clearing = setTimeout(() => (alert.textContent = ""), ParleyAnnouncer.#ALERT_MS);
    });
  }
}
