import { modelName } from "./model-name.js";
import { inWords } from "./times.js";

/**
 * What the page says about its own state, in sentences a person understands.
 *
 * @param {import("./status.js").Status} status
 * @param {{now: number, online: boolean}} circumstances
 * @returns {string} empty when all is well
 */
export function connectionWords(status, { now, online }) {
  switch (status.state) {
    case "joined":
    case "resting":
      return "";
    case "connecting":
      return status.attempt === 0 ? "Connecting…" : "Reconnecting…";
    case "waiting": {
      const lead = online ? status.reason : "You are offline.";
      return `${lead} Reconnecting in ${inWords(status.retryAt - now)}.`;
    }
    case "ended":
      return status.reason;
  }
}

/**
 * @param {{code: string, detail?: string, retry_after_ms?: number}} error
 * @returns {string}
 */
export function errorWords({ code, detail, retry_after_ms: retryAfterMs }) {
  if (code === "rate_limited") {
    return `You're sending too fast. Try again in ${inWords(retryAfterMs ?? 1000)}.`;
  }
  return detail || "The request failed. Try again.";
}

/**
 * Messages that wait for a limit of the server.
 *
 * @typedef {{messageId: string, until: number, messages: number}} Waiting until: when the first of them is sent
 *
 * @param {Pick<Waiting, "until" | "messages">} waiting
 * @param {number} now
 * @returns {string}
 */
export function waitingWords({ until, messages }, now) {
  const wait = inWords(until - now);
  return messages === 1 ? `This message is sent in ${wait}` : `${messages} messages are waiting. The next one is sent in ${wait}`;
}

/** What was written is on this page only: the browser keeps no more. */
export const LOST_WORDS = "This browser can't keep what you wrote. It's lost if you reload or close this page before you send it.";

/**
 * A name within a sentence: the direction of its writing does not turn the words around it.
 *
 * @param {string} name
 */
export function isolated(name) {
  return `\u2068${name}\u2069`;
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/**
 * @param {import("../protocol/wire.js").Details | undefined} details
 * @param {string | undefined} model that answered
 * @returns {string} empty when the one that was asked did
 */
export function fallbackWords(details, model) {
  const asked = details?.asked_model;
  if (!asked || asked === model) return "";
  return `${modelName(model)} replied: ${modelName(asked)} was not available.`;
}
