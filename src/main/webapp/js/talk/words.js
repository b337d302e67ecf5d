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
      const seconds = Math.max(1, Math.ceil((status.retryAt - now) / 1000));
      const lead = online ? status.reason : "You are offline.";
      return `${lead} Reconnecting in ${seconds} s.`;
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
    const seconds = Math.max(1, Math.ceil((retryAfterMs ?? 1000) / 1000));
    return `You're sending too fast. Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
  }
  return detail || "That did not work.";
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
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  return messages === 1 ? `Waiting: sends in ${seconds} s` : `${messages} messages are waiting. The next one is sent in ${seconds} s`;
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
 * @param {string | undefined} model `provider/model`
 * @returns {string} a name to call it by
 */
export function modelName(model) {
  const short = model?.slice(model.indexOf("/") + 1).replace(/[-_:]+/g, " ").trim();
  return short ? short[0].toUpperCase() + short.slice(1) : "Assistant";
}

/**
 * @param {import("../protocol/wire.js").Details | undefined} details
 * @param {string | undefined} model that answered
 * @returns {string} empty when the one that was asked did
 */
export function fallbackWords(details, model) {
  const asked = details?.asked_model;
  if (!asked || asked === model) return "";
  return `${modelName(model)} answered: ${modelName(asked)} was not available.`;
}
