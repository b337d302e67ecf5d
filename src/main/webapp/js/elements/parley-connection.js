import { connectionWords } from "../session/words.js";
import { part, write } from "./rows.js";
import { pageOf } from "./conversation-page.js";

/** Says in words when the connection is not there, and what else is not as it should be. Silent when all is well. */
export class ParleyConnection extends HTMLElement {
  /** A connection that comes back within this time is not worth a word. */
  static PATIENCE_MS = 700;

  connectedCallback() {
    const { session } = pageOf(this);
    const bar = part(this, "[data-bar=connection]");
    let since = Date.now();
    const show = () => {
      const { status } = session;
      const words = connectionWords(status, { now: Date.now(), online: navigator.onLine });
      const patient = status.state !== "ended" && Date.now() - since < ParleyConnection.PATIENCE_MS;
      bar.hidden = words === "" || patient;
      bar.dataset.state = status.state;
      this.dataset.state = status.state;
      write(part(bar, ".words"), words);
      const retry = part(bar, "[data-retry]");
      retry.hidden = status.state !== "waiting" && status.state !== "ended";
      write(retry, status.state !== "ended" ? "Try now" : status.gone ? "New conversation" : "Reload");
    };
    session.connection.on((status) => {
      if (status.state === "joined" || status.state === "resting") since = Number.POSITIVE_INFINITY;
      else if (since === Number.POSITIVE_INFINITY) since = Date.now();
      show();
    });
    setInterval(show, 250);
    part(bar, "[data-retry]").addEventListener("click", () => {
      if (session.status.state !== "ended") session.wake();
      else if (session.status.gone) location.assign("/conversations/new");
      else location.reload();
    });
    session.notices.changed.on(() => {
      const items = session.notices.all.map((sentence) => {
        const item = document.createElement("li");
        item.textContent = sentence;
        return item;
      });
      part(this, "[data-bar=notices]").replaceChildren(...items);
    });
  }
}
