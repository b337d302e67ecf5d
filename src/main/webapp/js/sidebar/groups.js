/**
 * A conversation in the list.
 *
 * @typedef {{id: string, title?: string, updatedAt: string, running?: boolean, saidAt?: string}} Entry saidAt: when
 *   something was last said in it
 */

/**
 * @param {Entry[]} entries
 * @param {Date} now
 * @returns {{name: string, entries: Entry[]}[]} the newest first, without groups that are empty
 */
export function grouped(entries, now) {
  const newest = [...entries].sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt));
  /** @type {Map<string, Entry[]>} */
  const groups = new Map();
  for (const entry of newest) {
    const name = groupOf(new Date(entry.updatedAt), now);
    const group = groups.get(name);
    if (group) group.push(entry);
    else groups.set(name, [entry]);
  }
  return [...groups].map(([name, members]) => ({ name, entries: members }));
}

/**
 * By the calendar of the person who looks.
 *
 * @param {Date} at
 * @param {Date} now
 */
function groupOf(at, now) {
  const day = (/** @type {number} */ ago) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago);
  if (at >= day(0)) return "Today";
  if (at >= day(1)) return "Yesterday";
  if (at >= day(7)) return "Previous 7 days";
  return "Older";
}
