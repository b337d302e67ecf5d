import { mentionsIn, Names } from "../session/mentions.js";

/** @type {{name: string, names: Names<true>}} */
let self = { name: "", names: new Names() };

/**
 * @param {string} text
 * @param {string} name
 * @returns {boolean} whether the text mentions somebody of this name
 */
export function mentions(text, name) {
  if (self.name !== name) self = { name, names: new Names().add(name, true) };
  return mentionsIn(text, self.names).length > 0;
}

/**
 * Marks a message in a room that mentions the person who reads it.
 *
 * @param {HTMLElement} message
 * @param {import("../transcript/transcript.js").Row} row
 */
export function markMention(message, row) {
  const room = /** @type {any} */ (document.querySelector("parley-room"));
  const me = room?.session?.me;
  const mentioned = me !== undefined && row.role === "user" && row.author?.id !== me.id && mentions(row.text, me.name);
  const known = message.querySelector(".mentions-you");
  if (mentioned) message.dataset.mentioned = "true";
  else delete message.dataset.mentioned;
  if (!mentioned) return known?.remove();
  if (known) return;
  const words = document.createElement("span");
  words.className = "mentions-you";
  words.textContent = "mentions you";
  message.querySelector(".byline time")?.before(words);
}
