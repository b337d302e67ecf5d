/** Marks of Markdown, which are text until their partner is written. */
const MARK = /[*_~`$\\[\]()!<>#=|-]/;

/**
 * Keeps the reader's selection where its text is, when nodes of an element are exchanged. The browser keeps it in nodes
 * that stay, so that most changes need nothing here.
 *
 * @param {HTMLElement} host
 * @param {() => void} work changes what is in it
 */
export function keepingSelection(host, work) {
  // What is new holds no selection.
  const selection = host.isConnected && host.firstChild ? document.getSelection?.() : null;
  const ends = selection ? endsNow(selection) : [];
  if (!selection || !ends.some(({ node }) => node && host.contains(node))) return work();
  known = undefined;
  const text = host.textContent ?? "";
  const places = ends.map(({ node, offset }) => (host.contains(node) ? lengthBefore(host, node, offset) : undefined));
  work();
  const moved = places.map((place) => (place === undefined ? undefined : placeIn(host.textContent ?? "", text, place)));
  const now = endsOf(selection);
  const kept = now.every(({ node, offset }, index) => moved[index] === undefined || (host.contains(node) && lengthBefore(host, node, offset) === moved[index]));
  if (kept) return;
  const [anchor, focus] = moved.map((place, index) => (place === undefined ? ends[index] : pointAt(host, place)));
  if (anchor.node && focus.node) selection.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset);
}

/** @typedef {{node: Node | null, offset: number}[]} Ends */

/** @type {Ends | undefined} */
let known;

/**
 * Asking for the selection costs a layout. Nobody selects while a script runs: many rows that are drawn in one go ask once.
 *
 * @param {Selection} selection
 */
function endsNow(selection) {
  if (known) return known;
  queueMicrotask(() => (known = undefined));
  return (known = endsOf(selection));
}

/**
 * @param {Selection} selection
 * @returns {Ends}
 */
function endsOf({ anchorNode, anchorOffset, focusNode, focusOffset }) {
  return [
    { node: anchorNode, offset: anchorOffset },
    { node: focusNode, offset: focusOffset },
  ];
}

/**
 * @param {Node} host
 * @param {Node | null} node
 * @param {number} offset
 */
function lengthBefore(host, node, offset) {
  const range = document.createRange();
  range.setStart(host, 0);
  if (node) range.setEnd(node, offset);
  return range.toString().length;
}

/**
 * Where a place of a text is after marks have vanished from the text or were added to it.
 *
 * @param {string} text
 * @param {string} before what the text was
 * @param {number} place in `before`
 */
export function placeIn(text, before, place) {
  let at = 0;
  for (let index = 0; index < place; index++) {
    if (before[index] === text[at]) at++;
    else if (!MARK.test(before[index] ?? "")) return Math.min(place, text.length);
  }
  return at;
}

/**
 * @param {Node} host
 * @param {number} place
 * @returns {{node: Node, offset: number}}
 */
function pointAt(host, place) {
  const texts = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  let left = place;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const { length } = /** @type {Text} */ (node);
    if (left <= length) return { node, offset: left };
    left -= length;
  }
  return { node: host, offset: host.childNodes.length };
}
