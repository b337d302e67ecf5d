import { DraftBook } from "../drafts/draft-book.js";
import { perFrame } from "../frames.js";
import { TypedText } from "../markdown/typed-text.js";
import { counted } from "../session/words.js";
import { roomOf } from "./parley-room.js";
import { fromTemplate, part, wearColour, wearTag } from "./rows.js";

/** What the others are typing, as bubbles that grow. Not a live region: a screen reader would never stop talking. */
export class ParleyDrafts extends HTMLElement {
  /** More bubbles than this would push the conversation away; the rest is counted. */
  static SHOWN = 5;

  /** @type {Map<string, HTMLElement>} */
  #bubbles = new Map();
  /** @type {WeakMap<HTMLElement, TypedText>} */
  #texts = new WeakMap();

  connectedCallback() {
    const room = roomOf(this);
    const draw = perFrame(() => this.#draw(room));
    room.session.drafting.on(draw);
    room.session.presence.on(draw);
    room.session.transcript.doubles.changed.on(draw);
    room.preferences.changed.on(draw);
    setInterval(draw, 2000); // bubbles fade by themselves
  }

  /** @param {import("./parley-room.js").ParleyRoom} room */
  #draw({ session, preferences }) {
    const now = Date.now();
    const wanted = preferences.values.showTyping ? session.drafts.all : [];
    const visible = wanted.filter((draft) => draft.points.length > 0 && now - draft.changedAt < DraftBook.HIDES_MS);
    const shown = visible.slice(0, ParleyDrafts.SHOWN);
    const ids = new Set(shown.map((draft) => draft.id));
    for (const [id, bubble] of this.#bubbles) {
      if (ids.has(id)) continue;
      bubble.remove();
      this.#bubbles.delete(id);
    }
    for (const draft of shown) {
      const bubble = this.#bubbles.get(draft.id) ?? this.#make(draft.id);
      const own = draft.participantId === session.me.id;
      const name = session.people.nameOf(draft.participantId);
      bubble.dataset.participant = draft.participantId;
      bubble.classList.toggle("stale", now - draft.changedAt > DraftBook.FADES_MS);
      wearColour(bubble, { id: draft.participantId, name });
      wearTag(bubble, own ? "" : session.transcript.doubles.tagOf({ id: draft.participantId, name }));
      set(part(bubble, ".author"), own ? "You, in another window" : name);
      this.#texts.get(bubble)?.update(draft.points.join(""));
      const text = part(bubble, ".text");
      text.scrollTop = text.scrollHeight;
    }
    this.#count(visible.length - shown.length);
  }

  /** @param {string} id */
  #make(id) {
    const bubble = fromTemplate("draft-row");
    bubble.dataset.draft = id;
    this.#bubbles.set(id, bubble);
    this.#texts.set(bubble, new TypedText(part(bubble, ".text")));
    this.append(bubble);
    return bubble;
  }

  /** @param {number} rest */
  #count(rest) {
    let note = this.querySelector(".more-drafts");
    if (rest === 0) return note?.remove();
    if (!note) {
      note = document.createElement("p");
      note.className = "more-drafts";
    }
    note.textContent = `${counted(rest, "more person is", "more people are")} typing`;
    this.append(note);
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
