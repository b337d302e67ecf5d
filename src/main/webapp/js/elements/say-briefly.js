/** How long the words stand in the button. */
const FOR_MS = 1600;

/**
 * What stands in a button otherwise.
 *
 * @typedef {{nodes: Node[], label: string | null, title: string | null, timer: ReturnType<typeof setTimeout>}} Otherwise
 */

/** Buttons that say something just now. @type {WeakMap<HTMLElement, Otherwise>} */
const saying = new WeakMap();

/**
 * Says something in a button for a moment. Afterwards the button is what it was, icon and label, however often it is
 * pressed meanwhile.
 *
 * @param {HTMLElement} button
 * @param {string} words
 */
export function sayBriefly(button, words) {
  const known = saying.get(button);
  clearTimeout(known?.timer);
  const { nodes, label, title } = known ?? {
    nodes: [...button.childNodes],
    label: button.getAttribute("aria-label"),
    title: button.getAttribute("title"),
  };
  const timer = setTimeout(() => {
    saying.delete(button);
    button.replaceChildren(...nodes);
    set(button, "aria-label", label);
    set(button, "title", title);
  }, FOR_MS);
  saying.set(button, { nodes, label, title, timer });
  button.replaceChildren(words);
  // The words are the button's name for this time.
  set(button, "aria-label", null);
  set(button, "title", null);
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string | null} value
 */
function set(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
