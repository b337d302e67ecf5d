import { counted } from "../session/words.js";

/** As many as the server counts: it stands for that many or more. */
const MOST = 10_000;

/** @typedef {{conversations: number, messages: number, shares: number, ratings: number}} Count */

/**
 * What hangs on this browser, in a sentence.
 *
 * @param {Count | undefined} count unknown while the server cannot count
 */
export function belongsHere(count) {
  if (count?.conversations === 0) {
    return "What you write here belongs to this browser. If you clear its cookies, you lose it, unless you export it or take it to another device first.";
  }
  const what = count ? `Your ${amount(count.conversations, "private conversation")}` : "Your conversations";
  const [belong, them] = count?.conversations === 1 ? ["belongs", "it"] : ["belong", "them"];
  return `${what} ${belong} to this browser. If you clear its cookies, you lose ${them}, unless you export ${them} or take ${them} to another device first.`;
}

/**
 * What goes when everything is deleted.
 *
 * @param {Count} count
 * @returns {string[]}
 */
export function whatGoes({ conversations, messages, shares, ratings }) {
  return [
    conversations > 0 ? amount(conversations, "private conversation") : "",
    messages > 0 ? `${amount(messages, "message")} in rooms, and copies of them` : "",
    shares > 0 ? amount(shares, "shared link") : "",
    ratings > 0 ? amount(ratings, "rating") : "",
    "Your name, on this and all other devices",
  ].filter(Boolean);
}

/**
 * What another device loses when it becomes this guest.
 *
 * @param {string} name of the guest that it is now
 * @param {Count | undefined} count
 */
export function whatIsLost(name, count) {
  if (!count || count.conversations + count.messages === 0) return "";
  const things = [
    count.conversations > 0 ? amount(count.conversations, "private conversation") : "",
    count.messages > 0 ? `${amount(count.messages, "message")} in rooms` : "",
  ].filter(Boolean);
  return `This device is ${name} now. You lose access to ${things.join(" and ")} of ${name}.`;
}

/**
 * @param {number} count
 * @param {string} one
 */
function amount(count, one) {
  return count >= MOST ? `${MOST.toLocaleString("en")} or more ${one}s` : counted(count, one);
}
