import { systemClock } from "../clock.js";
import { Emitter } from "../emitter.js";
import { Doubles } from "../session/doubles.js";
import { modelName } from "../session/model-name.js";
import { catchUp, end, goOn, restart } from "./reply.js";
import { isLocal, rowOf, rowOfReply } from "./row.js";
import { Rows } from "./rows.js";
import { thinkingOver, thinkingSoFar, thinkingWith } from "./thinking.js";

/** @typedef {import("./row.js").Row} Row */

/**
 * The conversation as this page knows it, in the order of the log, what is still on its way last.
 *
 * Every event may come twice (resume overlaps) and none may do harm: rows are found by id, deltas are taken in order or
 * not at all. A reply's text never shrinks while it streams, except at a new attempt; and not even then where the reply
 * continues, because that attempt begins with the text so far.
 */
export class Transcript {
  #rows = new Rows();
  #clock;

  /** @param {Pick<import("../clock.js").Clock, "now">} [clock] */
  constructor(clock = systemClock) {
    this.#clock = clock;
  }

  /** Whose names look the same. */
  doubles = new Doubles();

  /** Rows came, went or moved. @type {Emitter<void>} */
  reordered = new Emitter();
  /** A row's content changed. @type {Emitter<Row>} */
  changed = new Emitter();
  /** A message or a reply is complete: once for each that came while we were here. @type {Emitter<Row>} */
  completed = new Emitter();

  get rows() {
    return this.#rows.all;
  }

  /** @param {string} id */
  find(id) {
    return this.#rows.find(id);
  }

  /** @param {Row[]} rows what the page already shows, read from the server's markup */
  adopt(rows) {
    for (const row of rows) this.#append(row);
    this.reordered.emit();
  }

  /**
   * The last page of history. Rows before it stay when the page reaches back to them; when it does not, there may be a
   * hole, and they go.
   *
   * @param {import("../protocol/wire.js").Message[]} messages the oldest first
   * @returns {boolean} whether earlier rows had to go
   */
  lastPage(messages) {
    const { before, local, hole } = this.#rows.around(new Set(messages.map((message) => message.id)));
    this.#replace([...before, ...messages.map((message) => this.#merged(message)), ...local]);
    return hole;
  }

  /**
   * @param {import("../protocol/wire.js").Message[]} messages an earlier page
   */
  prepend(messages) {
    const fresh = messages.filter((message) => !this.#rows.find(message.id)).map((message) => this.#merged(message));
    this.#replace([...fresh, ...this.rows]);
  }

  /** @param {Row} row a message of our own, on its way */
  pending(row) {
    if (!this.#rows.find(row.id)) this.#append(row);
    this.reordered.emit();
  }

  /**
   * @param {string} id
   * @param {"pending" | "unsent"} status
   * @param {import("../protocol/wire.js").Failure} [error]
   */
  mark(id, status, error) {
    const row = this.#rows.find(id);
    if (!row || !isLocal(row)) return;
    row.status = status;
    row.error = error;
    this.changed.emit(row);
  }

  /** @param {string} id */
  remove(id) {
    if (!this.#rows.find(id)) return;
    this.#replace(this.rows.filter((row) => row.id !== id));
  }

  /** @param {import("../protocol/wire.js").Message} message */
  message(message) {
    const known = this.#rows.find(message.id);
    if (known && !isLocal(known)) return;
    const row = this.#merged(message);
    if (known) this.#rows.take(known);
    this.#confirm(row);
    this.reordered.emit();
    this.changed.emit(row);
    this.completed.emit(row);
  }

  /** @param {import("../protocol/wire.js").ReplyStarted} event */
  started(event) {
    const known = this.#rows.find(event.reply_id);
    if (known) {
      if (event.attempt <= known.attempt) return;
      if (known.status !== "streaming") {
        if (!goOn(known, event)) return;
        this.reordered.emit();
        this.changed.emit(known);
        return;
      }
      known.model = event.model;
      this.#restart(known, event.attempt, event.text ?? "", 0);
      return;
    }
    this.#confirm(rowOfReply(event, this.#rows.find(event.message_id)?.createdAt));
    this.reordered.emit();
  }

  /**
   * @param {import("../protocol/wire.js").ReplyDelta} delta
   * @returns {boolean} false when a delta before this one is missing
   */
  delta(delta) {
    const row = this.#rows.find(delta.reply_id);
    if (!row || row.status !== "streaming" || delta.attempt < row.attempt) return true;
    if (delta.attempt > row.attempt) this.#restart(row, delta.attempt, "", 0);
    if (delta.seq <= row.seq) return true;
    if (row.seq < 0 || row.stalled || delta.seq !== row.seq + 1) {
      row.stalled = true;
      return false;
    }
    row.text += delta.text;
    row.seq = delta.seq;
    row.thinking = thinkingOver(row.thinking, this.#clock.now());
    this.changed.emit(row);
    return true;
  }

  /** @param {import("../protocol/wire.js").ReplyThinking} piece */
  thinking(piece) {
    const row = this.#rows.find(piece.reply_id);
    if (!row || row.status !== "streaming" || piece.attempt < row.attempt) return;
    if (piece.attempt > row.attempt) this.#restart(row, piece.attempt, "", 0);
    row.thinking = thinkingWith(row.thinking, piece, this.#clock.now());
    this.changed.emit(row);
  }

  /** @param {import("../protocol/wire.js").ReplyFinished} event */
  finished(event) {
    const row = this.#rows.find(event.reply_id);
    if (!row || row.status !== "streaming" || event.attempt < row.attempt) return;
    end(row, event, this.#clock.now());
    this.changed.emit(row);
    this.completed.emit(row);
  }

  /**
   * @param {string} id of a reply
   * @param {"up" | "down" | undefined} rating
   */
  rate(id, rating) {
    const row = this.#rows.find(id);
    if (!row) return;
    row.rating = rating;
    this.changed.emit(row);
  }

  /**
   * Replies in progress with their text so far: after a (re)join, and after deltas had to be dropped for us.
   *
   * @param {import("../protocol/wire.js").ReplyState[]} replies
   */
  snapshot(replies) {
    for (const reply of replies) {
      const { thinking, ...start } = reply;
      this.started({ type: "reply.started", position: "", ...start });
      const row = this.#rows.find(reply.reply_id);
      if (!row || row.status !== "streaming" || reply.attempt < row.attempt) continue;
      if (reply.attempt === row.attempt && reply.seq < row.seq) continue;
      row.thinking = thinkingSoFar(thinking, reply.text !== "", row.thinking);
      this.#restart(row, reply.attempt, reply.text, reply.seq);
    }
  }

  /**
   * @param {Row} row
   * @param {number} attempt
   * @param {string} text
   * @param {number} seq
   */
  #restart(row, attempt, text, seq) {
    restart(row, attempt, text, seq);
    this.changed.emit(row);
  }

  /** @param {Row} row */
  #append(row) {
    this.#rows.append(row);
    this.#name(row);
  }

  /** @param {Row} row */
  #confirm(row) {
    this.#rows.confirm(row);
    this.#name(row);
  }

  /** @param {Row} row a model is called something, too, and somebody may be called the same */
  #name({ role, author, model }) {
    this.doubles.add(role === "user" ? author : { id: `model:${model}`, name: modelName(model) });
  }

  /** @param {Row[]} rows */
  #replace(rows) {
    this.#rows.replace(rows);
    this.reordered.emit();
  }

  /**
   * The row of a message, the one we have if we have it: a reply that streams keeps the text that is on the screen.
   *
   * @param {import("../protocol/wire.js").Message} message
   * @returns {Row}
   */
  #merged(message) {
    const known = this.#rows.find(message.id);
    const fresh = rowOf(message);
    if (!known) {
      this.#name(fresh);
      return fresh;
    }
    const done = known.status === "streaming";
    if (done && fresh.status === "streaming") return known;
    catchUp(known, fresh, this.#clock.now());
    this.changed.emit(known);
    if (done) this.completed.emit(known);
    return known;
  }
}
