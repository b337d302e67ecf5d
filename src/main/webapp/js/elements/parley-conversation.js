import { ConversationSession } from "../conversation/conversation-session.js";
import { ModelShelf } from "../conversation/model-shelf.js";
import { ComposerDraft } from "../drafts/composer-draft.js";
import { fetchJson, fetchStream } from "../http.js";
import { storeOf } from "../storage.js";
import { pagePreferences } from "../session/preferences.js";
import { LOST_WORDS } from "../session/words.js";
import { rowFrom } from "./rows.js";

/** The page of a private conversation: holds the session that its other elements show. */
export class ParleyConversation extends HTMLElement {
  preferences = pagePreferences();
  /** What survives a reload of this tab. */
  store = storeOf("sessionStorage");
  models = new ModelShelf(fetchJson);
  /** @type {ConversationSession} */
  session;
  /** @type {ComposerDraft} */
  draft;

  constructor() {
    super();
    const { conversation = "", meId = "", meName = "", position } = this.dataset;
    const settings = JSON.parse(this.dataset.settings || "{}");
    this.session = new ConversationSession({
      me: { id: meId, name: meName },
      conversation: { ...settings, id: conversation },
      position,
      http: fetchJson,
      openStream: fetchStream,
      storage: this.store,
    });
    this.draft = new ComposerDraft(this.store, this.key);
  }

  /** Names what is kept of a conversation, also of one that has no id yet. */
  get key() {
    return this.session.conversation.id || "new";
  }

  get history() {
    const { id } = this.session.conversation;
    return id ? `/api/conversations/${id}/messages` : undefined;
  }

  /** @param {boolean} gone what was said is only to be read, if at all */
  fade(gone) {
    this.classList.toggle("deleted", gone);
    for (const one of this.querySelectorAll("parley-actions, parley-composer")) one.toggleAttribute("inert", gone);
  }

  connectedCallback() {
    this.session.complete = !this.dataset.next;
    this.session.transcript.adopt([...this.querySelectorAll("parley-message")].map(rowFrom));
    this.session.altered.on(({ created }) => {
      const { id } = this.session.conversation;
      this.dataset.conversation = id;
      if (!created) return;
      history.replaceState(null, "", `/conversations/${id}`);
      this.draft.moveTo(this.key);
    });
    document.addEventListener("parley-named", (event) => {
      this.session.me = { ...this.session.me, name: /** @type {CustomEvent} */ (event).detail.name };
    });
    this.store.lost.on(() => this.session.problem.emit(LOST_WORDS));
    document.addEventListener("parley-deleted", (event) => {
      if (/** @type {CustomEvent} */ (event).detail.id === this.session.conversation.id) this.draft.clear();
    });
    this.session.connection.on((status) => {
      if (status.state === "ended" && status.gone) this.fade(true);
    });
    addEventListener("online", () => this.session.wake());
    // A stream that is there does not notice; whoever looks should.
    addEventListener("offline", () => this.session.rejoin());
    addEventListener("focus", () => this.session.wake());
    addEventListener("pageshow", (event) => event.persisted && this.session.rejoin());
    document.addEventListener("visibilitychange", () => this.session.look(document.hidden));
  }
}

/**
 * @param {Element} element inside a private conversation
 * @returns {ParleyConversation}
 */
export function conversationOf(element) {
  const conversation = element.closest("parley-conversation");
  if (!(conversation instanceof ParleyConversation)) throw new Error(`<${element.localName}> outside <parley-conversation>`);
  return conversation;
}
