/**
 * What a page with a conversation on it, a room or a private one, gives to the elements in it.
 *
 * @typedef {object} TalkPage
 * @property {import("../session/talk-session.js").TalkSession} session
 * @property {import("../session/preferences.js").Preferences} preferences
 * @property {import("../storage.js").Store} store what survives a reload of this tab
 * @property {string} key names what is kept there
 * @property {import("../drafts/composer-draft.js").ComposerDraft} draft what stands in the composer
 * @property {string | undefined} history the address of its messages, once there is one
 *
 * @typedef {HTMLElement & TalkPage} Talk
 */

/**
 * @param {Element} element on such a page
 * @returns {Talk}
 */
export function talkOf(element) {
  const talk = element.closest("parley-room, parley-conversation");
  if (!talk || !("session" in talk)) throw new Error(`<${element.localName}> outside a conversation`);
  return /** @type {Talk} */ (/** @type {unknown} */ (talk));
}

/** @param {Element} talk closes whatever panel lies over the page */
export function closePanels(talk) {
  for (const open of talk.ownerDocument.querySelectorAll(":popover-open")) /** @type {HTMLElement} */ (open).hidePopover();
}
