/**
 * What was typed, found by comparing texts between their first and last changed code point; key events are useless under
 * input methods, paste, autocorrection and undo. (XEP-0301, section 6.4, "Monitoring message changes".)
 *
 * @param {string[]} before code points
 * @param {string[]} after code points
 * @returns {{at: number, erased: number, inserted: string[]}} `erased` code points after `at` give way to `inserted`
 */
export function difference(before, after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return {
    at: start,
    erased: before.length - start - same,
    inserted: after.slice(start, after.length - same),
  };
}

/**
 * The same as operations of the wire. An erase counts backwards from its position.
 *
 * @param {string[]} before
 * @param {string[]} after
 * @returns {import("../protocol/wire.js").Op[]}
 */
export function operations(before, after) {
  const { at, erased, inserted } = difference(before, after);
  /** @type {import("../protocol/wire.js").Op[]} */
  const ops = [];
  if (erased > 0) ops.push({ op: "erase", at: at + erased, count: erased });
  if (inserted.length > 0) ops.push({ op: "insert", at, text: inserted.join("") });
  return ops;
}
