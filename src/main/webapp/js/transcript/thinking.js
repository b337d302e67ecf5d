/**
 * What a model thinks aloud before it answers, as far as this page knows it. Unlike the text of a reply it may have holes
 * while it streams: a page that came late shows what it has, and has the whole from the finished reply.
 *
 * @typedef {object} Thinking
 * @property {string} text
 * @property {number} seq of the last piece taken in
 * @property {boolean} over the answer has begun, or the reply has ended
 * @property {number} [since] when it began, in the clock's milliseconds; undefined when nobody here saw it begin
 * @property {number} [ms] how long it took
 */

/** Stands where pieces are missing. */
const HOLE = " … ";

/**
 * @param {Thinking | undefined} known
 * @param {{seq: number, text: string}} piece
 * @param {number} now
 * @returns {Thinking} with the piece, unless it came before
 */
export function thinkingWith(known, { seq, text }, now) {
  const since = seq === 1 ? now : undefined;
  if (!known) return { text: seq === 1 ? text : `${HOLE.trimStart()}${text}`, seq, over: false, since };
  if (seq <= known.seq) return known;
  // A reply that continues thinks again.
  if (known.seq === 0 && known.over && seq === 1) return { text: `${known.text}\n\n${text}`, seq, over: false, since };
  return { ...known, text: known.text + (seq === known.seq + 1 ? "" : HOLE) + text, seq };
}

/**
 * @param {Thinking | undefined} known
 * @param {number} now
 * @returns {Thinking | undefined} the same, over from now on
 */
export function thinkingOver(known, now) {
  if (!known || known.over) return known;
  return { ...known, over: true, ms: known.since === undefined ? undefined : now - known.since };
}

/**
 * Of a reply in progress.
 *
 * @param {{seq: number, text: string} | undefined} told by the server
 * @param {boolean} answering the answer has begun
 * @param {Thinking} [known] of the same attempt
 * @returns {Thinking | undefined} whichever has more
 */
export function thinkingSoFar(told, answering, known) {
  if (!told?.text || (known && known.seq >= told.seq)) return known;
  return { ...told, over: known?.over || answering, since: known?.since, ms: known?.ms };
}

/**
 * Of a reply that has ended.
 *
 * @param {string | undefined} text the whole
 * @param {number | undefined} ms as the server measured it
 * @param {Thinking} [seen] what this page saw of it
 * @returns {Thinking | undefined}
 */
export function thinkingWhole(text, ms, seen) {
  if (!text && !seen) return undefined;
  return { text: text ?? seen?.text ?? "", seq: Number.MAX_SAFE_INTEGER, over: true, ms: ms ?? seen?.ms };
}

/**
 * @param {string} status of a reply
 * @param {string | undefined} thinking whole, or so far
 * @param {string} text
 * @param {import("../protocol/wire.js").Details} [details]
 */
export function thoughts(status, thinking, text, details) {
  if (status === "streaming") return thinkingSoFar(thinking ? { seq: 0, text: thinking } : undefined, text !== "");
  return thinkingWhole(thinking, details?.thinking_ms);
}
