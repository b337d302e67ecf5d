import { copy } from "./copy.js";

/**
 * What the buttons of a row do: send again, discard, stop, continue, copy.
 *
 * @param {MouseEvent} event
 * @param {import("../session/session.js").Session} session
 * @param {() => void} focusElsewhere a button goes that has the focus
 */
export function actOnRow(event, session, focusElsewhere) {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  const id = button?.closest("parley-message")?.getAttribute("data-id");
  if (!button || !id) return;
  if ("retry" in button.dataset) session.retry(id);
  if ("discard" in button.dataset) session.discard(id);
  if ("stopReply" in button.dataset) session.stop(id);
  if ("continueReply" in button.dataset) continueReply(button, id, session, focusElsewhere);
  if ("copyMessage" in button.dataset) copy(button, session.transcript.find(id)?.text ?? "");
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} id
 * @param {import("../session/session.js").Session} session
 * @param {() => void} focusElsewhere
 */
async function continueReply(button, id, session, focusElsewhere) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  if (!(await session.continueReply(id))) button.ariaDisabled = null;
  else if (button.contains(document.activeElement)) focusElsewhere();
}
