/** Who is in the room, by id, in the order of their coming. */
export class People {
  /** Names of those who have left that are remembered, the latest. */
  static REMEMBERED = 2000;

  /** @type {Map<string, import("../protocol/wire.js").Participant>} */
  #here = new Map();
  /** Names of those who have left: their messages and drafts may still be on the screen. @type {Map<string, string>} */
  #names = new Map();

  get all() {
    return [...this.#here.values()];
  }

  get count() {
    return this.#here.size;
  }

  /** @param {import("../protocol/wire.js").Participant[]} participants */
  replace(participants) {
    this.#here.clear();
    for (const participant of participants) this.join(participant);
  }

  /** @param {import("../protocol/wire.js").Participant} participant also under a new name */
  join(participant) {
    this.#here.set(participant.id, participant);
    this.#names.delete(participant.id); // the latest is last
    this.#names.set(participant.id, participant.name);
    for (const id of this.#names.keys()) {
      if (this.#names.size <= People.REMEMBERED + this.#here.size) break;
      if (!this.#here.has(id)) this.#names.delete(id);
    }
  }

  /** @param {string} id */
  leave(id) {
    this.#here.delete(id);
  }

  /** @param {string} id */
  nameOf(id) {
    return this.#names.get(id) ?? "Someone";
  }
}
