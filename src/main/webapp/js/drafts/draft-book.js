import { DRAFT_LIMIT } from "../limits.js";

/**
 * @typedef {object} Draft
 * @property {string} id
 * @property {string} participantId
 * @property {string[]} points its text, in code points
 * @property {number} seq
 * @property {boolean} frozen an update is missing: the text stays as it is until the whole of it comes
 * @property {number} changedAt
 */

/**
 * What the others in the room are typing. Applies updates as XEP-0301 asks: positions in code points, clipped, unknown
 * operations ignored, frozen on a gap until a `reset`.
 */
export class DraftBook {
  /** Nothing typed for this long: the person may be gone; the bubble fades. */
  static FADES_MS = 10_000;
  /** And for this long: out of sight, until the next keystroke. */
  static HIDES_MS = 90_000;
  static #REMEMBERED = 200;

  /** @type {Map<string, Draft>} */
  #drafts = new Map();
  /** @type {Set<string>} drafts whose message has come; nothing may follow */
  #ended = new Set();

  /** @returns {Draft[]} the oldest first, so that bubbles keep their places */
  get all() {
    return [...this.#drafts.values()];
  }

  /**
   * @param {import("../protocol/wire.js").DraftEvent} event
   * @param {number} now
   */
  apply(event, now) {
    if (this.#ended.has(event.draft_id)) return;
    switch (event.event) {
      case "new":
      case "reset":
        this.#begin(event.draft_id, event.participant_id, event.seq, now, applied([], event.ops ?? []));
        break;
      case "edit":
        this.#edit(event, now);
        break;
      case "cancel":
        this.#drafts.delete(event.draft_id);
        break;
    }
  }

  /**
   * Replaces everything by what the server says is being typed now. One's own is kept out of sight until it changes: it
   * is mostly the shadow of a connection that has just ended.
   *
   * @param {import("../protocol/wire.js").DraftState[]} states
   * @param {number} now
   * @param {string} [meId]
   */
  snapshot(states, now, meId) {
    const known = this.#drafts;
    this.#drafts = new Map();
    for (const state of states) {
      const points = Array.from(state.text);
      const unchanged = known.get(state.draft_id)?.seq === state.seq;
      const fresh = state.participant_id === meId ? now - DraftBook.HIDES_MS : now;
      const since = unchanged ? (known.get(state.draft_id)?.changedAt ?? fresh) : fresh;
      this.#begin(state.draft_id, state.participant_id, state.seq, since, points);
    }
  }

  /** @param {string | undefined} draftId its message has come */
  end(draftId) {
    if (draftId === undefined) return;
    this.#drafts.delete(draftId);
    this.#ended.add(draftId);
    if (this.#ended.size > DraftBook.#REMEMBERED) this.#ended.delete([...this.#ended][0]);
  }

  /** @param {string} participantId who has left */
  leave(participantId) {
    for (const draft of this.all) if (draft.participantId === participantId) this.#drafts.delete(draft.id);
  }

  /**
   * @param {string} id
   * @param {string} participantId
   * @param {number} seq
   * @param {number} changedAt
   * @param {string[]} points
   */
  #begin(id, participantId, seq, changedAt, points) {
    this.#drafts.set(id, { id, participantId, seq, changedAt, points: points.slice(0, DRAFT_LIMIT), frozen: false });
  }

  /**
   * @param {import("../protocol/wire.js").DraftEvent} event
   * @param {number} now
   */
  #edit(event, now) {
    const draft = this.#drafts.get(event.draft_id);
    if (!draft || draft.frozen || event.seq <= draft.seq) return;
    if (event.seq !== draft.seq + 1) {
      draft.frozen = true;
      return;
    }
    draft.points = applied(draft.points, event.ops ?? []).slice(0, DRAFT_LIMIT);
    draft.seq = event.seq;
    draft.changedAt = now;
  }
}

/**
 * @param {string[]} points
 * @param {import("../protocol/wire.js").Op[]} ops
 * @returns {string[]}
 */
export function applied(points, ops) {
  const text = [...points];
  for (const op of ops) {
    const at = Math.max(0, Math.min(text.length, op.at));
    if (op.op === "insert") {
      text.splice(at, 0, ...Array.from(op.text));
    } else if (op.op === "erase") {
      const count = Math.max(0, Math.min(at, op.count));
      text.splice(at - count, count);
    }
  }
  return text;
}
