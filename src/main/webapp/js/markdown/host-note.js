import { hostToShow } from "./links.js";

/**
 * @param {string} href
 * @param {string} text of the link
 * @returns {HTMLElement | undefined} the host, where the text does not say it
 */
export function hostNote(href, text) {
  const host = hostToShow(href, text);
  if (host === "") return undefined;
  const note = document.createElement("span");
  note.className = "host";
  note.dir = "ltr";
  note.textContent = ` (${host})`;
  return note;
}
