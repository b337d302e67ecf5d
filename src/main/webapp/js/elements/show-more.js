import { part } from "./rows.js";

/** The model that answers from the documentation: the first block of its answers says it all in short. */
const GUIDE = "demo/guide";

/**
 * In a room, shows the first block of the guide's reply, and the rest on request. The fold is there from the first word on, so
 * that nothing moves at the end. CSS hides the button while there is nothing more.
 *
 * @param {HTMLElement} element the row
 * @param {Pick<import("../transcript/transcript.js").Row, "id" | "role" | "model">} row
 */
export function foldInRoom(element, { id, role, model }) {
  if (role !== "assistant" || model !== GUIDE || element.querySelector("[data-show-more]") || !element.closest("parley-room")) return;
  const text = part(element, ".text");
  text.id = `t-${id}`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet small show-more";
  button.dataset.showMore = "";
  button.setAttribute("aria-controls", text.id);
  const fold = (/** @type {boolean} */ folded) => {
    text.classList.toggle("folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? "Show more" : "Show less";
  };
  button.addEventListener("click", () => {
    const opens = text.classList.contains("folded");
    if (opens) tell(button, "parley-opening");
    fold(!opens);
    if (!opens) tell(button, "parley-closed");
  });
  fold(true);
  text.after(button);
}

/**
 * @param {HTMLElement} from
 * @param {string} what happens to the place that the reader looks at; parley-transcript hears it
 */
function tell(from, what) {
  from.dispatchEvent(new CustomEvent(what, { bubbles: true }));
}
