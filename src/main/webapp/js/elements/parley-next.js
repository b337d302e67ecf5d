import { ParleyComposer } from "./parley-composer.js";
import { conversationOf } from "./parley-conversation.js";
import { fromTemplate, part } from "./rows.js";

/** Above the composer: what was written while a reply came, and goes out after it. */
export class ParleyNext extends HTMLElement {
  connectedCallback() {
    const { session } = conversationOf(this);
    session.next.changed.on(() => this.#draw());
    session.transcript.reordered.on(() => this.#draw());
    session.transcript.completed.on(() => this.#draw());
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      const index = Number(button?.closest("li")?.dataset.index);
      if (!button || Number.isNaN(index)) return;
      if ("sendNow" in button.dataset) return session.postWaiting(index);
      const text = session.next.take(index);
      const composer = this.closest("parley-composer");
      if ("takeBack" in button.dataset && composer instanceof ParleyComposer && text) {
        composer.fill([text, composer.value].filter(Boolean).join("\n\n"));
      }
    });
    this.#draw();
  }

  #draw() {
    const { session } = conversationOf(this);
    const items = session.next.texts.map((text, index) => {
      const item = fromTemplate("next-message");
      item.dataset.index = String(index);
      part(item, ".text").textContent = text;
      part(item, "[data-send-now]").hidden = session.busy;
      return item;
    });
    this.hidden = items.length === 0;
    part(this, ".words").textContent = session.busy ? "Sent after this reply" : "Waiting to be sent";
    part(this, "ul").replaceChildren(...items);
  }
}
