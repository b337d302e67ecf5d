import { placeholderFor } from "../session/answers.js";
import { ParleyComposer } from "./parley-composer.js";
import { roomOf } from "./parley-room.js";
import { part } from "./rows.js";

/** The switch in a room's composer: whether the others see what is typed there, and what of it they see. */
export class ParleySharing extends HTMLElement {
  connectedCallback() {
    const room = roomOf(this);
    const { session, preferences } = room;
    const composer = this.closest("parley-composer");
    if (!(composer instanceof ParleyComposer)) return;
    const show = () => {
      const on = preferences.values.shareTyping;
      part(this, "[data-share-typing]").ariaChecked = String(on);
      const shared = session.withheld ? "Long paste: shown when you send." : "Others see this as you type.";
      part(this, ".typing-note").textContent = on ? shared : "Others see only what you send.";
    };
    composer.addEventListener("parley-edited", () => {
      session.type(composer.value);
      show();
    });
    if (composer.value) session.restore(composer.value);
    part(this, "[data-share-typing]").addEventListener("click", () =>
      preferences.set({ shareTyping: !preferences.values.shareTyping }),
    );
    preferences.changed.on(show);
    const placeholder = () => {
      if (composer.field && session.joined) composer.field.placeholder = placeholderFor(room.name, session.answers, session.people.count);
    };
    session.connection.on(placeholder);
    session.presence.on(placeholder);
    session.changed.on(placeholder);
    show();
  }
}
