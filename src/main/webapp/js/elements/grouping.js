import { dayName } from "../session/times.js";

/** @typedef {import("../transcript/transcript.js").Row} Row */

/** Messages of the same person within this time stand together under one name. */
const TOGETHER_MS = 5 * 60_000;

/**
 * Groups a row with the one before it: under a new day, or under the same name.
 *
 * @param {HTMLElement} element
 * @param {Row | undefined} before
 * @param {Row} row
 */
export function groupWith(element, before, row) {
  const at = new Date(row.createdAt);
  const last = before && new Date(before.createdAt);
  const newDay = last?.toDateString() !== at.toDateString() && !Number.isNaN(at.valueOf());
  if (newDay && (before || at.toDateString() !== new Date().toDateString())) element.dataset.day = dayName(at);
  else delete element.dataset.day;
  const together =
    !newDay &&
    row.role === "user" &&
    before?.role === "user" &&
    before.author?.id === row.author?.id &&
    Boolean(before.imported) === Boolean(row.imported) &&
    at.valueOf() - (last?.valueOf() ?? 0) < TOGETHER_MS;
  element.classList.toggle("continued", together);
}
