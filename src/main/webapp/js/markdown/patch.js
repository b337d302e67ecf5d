import { keepingSelection } from "./selection.js";

/**
 * Gives an element other content and keeps the nodes that stay: a selection in them, their scroll position and what the
 * browser knows of them survive. Text that has grown is added to.
 *
 * @param {HTMLElement} host
 * @param {DocumentFragment} wanted
 */
export function patch(host, wanted) {
  keepingSelection(host, () => patchChildren(host, wanted));
}

/**
 * What is alike at the beginning and at the end stays; what is between is exchanged.
 *
 * @param {Node} host
 * @param {Node} wanted
 */
function patchChildren(host, wanted) {
  const known = [...host.childNodes];
  const fresh = [...wanted.childNodes];
  let start = 0;
  while (start < known.length && start < fresh.length && alike(known[start], fresh[start])) start++;
  let [end, freshEnd] = [known.length, fresh.length];
  while (end > start && freshEnd > start && alike(known[end - 1], fresh[freshEnd - 1])) [end, freshEnd] = [end - 1, freshEnd - 1];
  for (let index = 0; index < start; index++) patchNode(known[index], fresh[index]);
  for (let index = 0; end + index < known.length; index++) patchNode(known[end + index], fresh[freshEnd + index]);
  for (const node of known.slice(start, end)) host.removeChild(node);
  for (const node of fresh.slice(start, freshEnd)) host.insertBefore(node, known[end] ?? null);
}

/**
 * @param {Node} known
 * @param {Node} fresh
 */
function alike(known, fresh) {
  if (known.nodeName !== fresh.nodeName) return false;
  if (known.nodeName === "PARLEY-CODE") return languageOf(known) === languageOf(fresh);
  return known.nodeName !== "PARLEY-MATHS" || texOf(/** @type {HTMLElement} */ (known)) === texOf(/** @type {HTMLElement} */ (fresh));
}

/**
 * @param {Node} known
 * @param {Node} fresh
 */
function patchNode(known, fresh) {
  if (known instanceof Text && fresh instanceof Text) return patchText(known, fresh.data);
  if (known.nodeName === "PARLEY-MATHS") return;
  if (known.nodeName === "PARLEY-CODE") return patchCode(/** @type {Element} */ (known), /** @type {Element} */ (fresh));
  patchAttributes(/** @type {Element} */ (known), /** @type {Element} */ (fresh));
  patchChildren(known, fresh);
}

/**
 * @param {Text} known
 * @param {string} wanted
 */
function patchText(known, wanted) {
  const { data } = known;
  const most = Math.min(data.length, wanted.length);
  let start = 0;
  while (start < most && data[start] === wanted[start]) start++;
  let same = 0;
  while (same < most - start && data[data.length - 1 - same] === wanted[wanted.length - 1 - same]) same++;
  if (start === data.length && same === 0) {
    if (wanted.length > start) known.appendData(wanted.slice(start));
    return;
  }
  known.replaceData(start, data.length - start - same, wanted.slice(start, wanted.length - same));
}

/**
 * @param {Element} known
 * @param {Element} fresh
 */
function patchAttributes(known, fresh) {
  for (const name of known.getAttributeNames()) if (!fresh.hasAttribute(name)) known.removeAttribute(name);
  for (const name of fresh.getAttributeNames()) {
    const value = fresh.getAttribute(name) ?? "";
    if (known.getAttribute(name) !== value) known.setAttribute(name, value);
  }
}

/**
 * A block of code keeps its colours while its text is the same, and its button always.
 *
 * @param {Element} known
 * @param {Element} fresh
 */
function patchCode(known, fresh) {
  const code = known.querySelector("pre > code");
  const wanted = fresh.querySelector("pre > code")?.textContent ?? "";
  if (!code || code.textContent === wanted) return;
  const [text] = code.childNodes;
  if (text instanceof Text && code.childNodes.length === 1) patchText(text, wanted);
  else code.textContent = wanted;
  known.removeAttribute("data-whole");
}

/** @param {Node} code */
function languageOf(code) {
  return /** @type {HTMLElement} */ (code).dataset.language;
}

/**
 * What it was typeset from.
 *
 * @param {HTMLElement} maths
 */
function texOf(maths) {
  return `${"display" in maths.dataset} ${maths.title || maths.textContent}`;
}
