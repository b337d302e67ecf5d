import { sayBriefly } from "./say-briefly.js";

/**
 * Copies a text and says so in the button for a moment.
 *
 * @param {HTMLElement} button
 * @param {string} text
 * @returns {Promise<boolean>} whether the clipboard has it
 */
export async function copy(button, text) {
  const done = await copied(text, button);
  sayBriefly(button, done ? "Copied" : "Copying failed");
  return done;
}

/**
 * @param {string} text
 * @param {HTMLElement} button
 * @returns {Promise<boolean>} whether the clipboard has it
 */
async function copied(text, button) {
  // Only secure contexts have a clipboard: a server in a local network is often plain HTTP.
  if (!navigator.clipboard) return copiedByCommand(text, button);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByCommand(text, button);
  }
}

/**
 * As pages copied before they had a clipboard: a selected text and the command to copy it.
 *
 * @param {string} text
 * @param {HTMLElement} button
 */
function copiedByCommand(text, button) {
  const focused = document.activeElement;
  const selection = document.getSelection();
  const ranges = Array.from({ length: selection?.rangeCount ?? 0 }, (_, index) => selection?.getRangeAt(index));
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true; // or a phone opens its keyboard
  field.className = "visually-hidden";
  field.ariaHidden = "true";
  // Beside the button: outside an open dialog nothing can be selected.
  (button.parentElement ?? document.body).append(field);
  field.select();
  // What a field holds is normalised; the clipboard gets the text itself.
  const give = (/** @type {ClipboardEvent} */ event) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("copy", give, { capture: true });
  try {
    return document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", give, { capture: true });
    field.remove();
    selection?.removeAllRanges();
    for (const range of ranges) if (range) selection?.addRange(range);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
