/**
 * Cuts a snippet where what was looked for begins and ends.
 *
 * @param {string} snippet
 * @param {{at: number, count: number}[]} marks in code points, in their order
 * @returns {{text: string, marked: boolean}[]}
 */
export function pieces(snippet, marks) {
  const points = Array.from(snippet);
  const found = [];
  let from = 0;
  for (const { at, count } of marks) {
    if (at < from || count <= 0) continue;
    found.push({ text: points.slice(from, at).join(""), marked: false });
    found.push({ text: points.slice(at, at + count).join(""), marked: true });
    from = at + count;
  }
  found.push({ text: points.slice(from).join(""), marked: false });
  return found.filter(({ text }) => text !== "");
}
