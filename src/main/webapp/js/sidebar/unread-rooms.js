import { counted } from "../session/words.js";

/** @typedef {{conversation_id: string, name: string, unread: number, mentions: number}} UnreadRoom */

/** What is unread in the rooms that one has been in, as the server said last. */
export class UnreadRooms {
  /** The server counts to here. */
  static MOST = 100;

  /** @type {UnreadRoom[]} */
  #rooms = [];
  #current;

  /** @param {string} current the name of the room that this page shows: what is in it is seen there */
  constructor(current) {
    this.#current = current;
  }

  /** @param {UnreadRoom[]} rooms */
  take(rooms) {
    this.#rooms = rooms;
  }

  /** @param {string} conversationId was read, in this tab or in another */
  read(conversationId) {
    this.#rooms = this.#rooms.map((room) => (room.conversation_id === conversationId ? { ...room, unread: 0, mentions: 0 } : room));
  }

  /** Whether there is a room to ask for, besides the one that the page shows. */
  get worthAsking() {
    return this.#rooms.some(({ name }) => name !== this.#current);
  }

  /** @returns {UnreadRoom[]} those with something unread */
  get unread() {
    return this.#rooms.filter(({ name, unread }) => unread > 0 && name !== this.#current);
  }

  /** @returns {number} of all rooms together */
  get total() {
    return this.unread.reduce((sum, { unread }) => sum + unread, 0);
  }
}

/**
 * @param {number} unread
 * @returns {string}
 */
export function unreadNumber(unread) {
  return unread >= UnreadRooms.MOST ? "99+" : String(unread);
}

/**
 * @param {Pick<UnreadRoom, "unread" | "mentions">} room
 * @returns {string} for those who do not see the number
 */
export function unreadWords({ unread, mentions }) {
  const messages = unread >= UnreadRooms.MOST ? "more than 99 unread messages" : counted(unread, "unread message");
  if (mentions === 0) return messages;
  return `${messages}, ${mentions === 1 ? "1 mentions you" : `${mentions} mention you`}`;
}
