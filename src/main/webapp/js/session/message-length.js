import { codePointCount } from "../drafts/code-points.js";
import { MESSAGE_LIMIT } from "../limits.js";
import { counted } from "./words.js";

/**
 * @param {string} typed
 * @returns {string} the message, without the blank lines around it; the first line keeps its indentation
 */
export function messageOf(typed) {
  return typed.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
}

/**
 * @param {string} text of a message
 * @returns {string} what is wrong with its length; empty when nothing is
 */
export function lengthWords(text) {
  const over = codePointCount(text) - MESSAGE_LIMIT;
  return over > 0 ? `The message is ${counted(over, "character")} too long.` : "";
}
