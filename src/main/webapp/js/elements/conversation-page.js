/**
 * What a page with a conversation on it, a room or a private one, gives to the elements in it.
 *
 * @typedef {object} PageParts
 * @property {import("../session/session.js").Session} session
 * @property {import("../session/preferences.js").Preferences} preferences
 * @property {import("../storage.js").Store} store what survives a reload of this tab
 * @property {string} key names what is kept there
 * @property {import("../drafts/composer-draft.js").ComposerDraft} draft what stands in the composer
 * @property {string | undefined} history the address of its messages, once there is one
 *
 * @typedef {HTMLElement & PageParts} ConversationPage
 */

/**
 * @param {Element} element on such a page
 * @returns {ConversationPage}
 */
export function pageOf(element) {
  const page = element.closest("parley-room, parley-conversation");
  if (!page || !("session" in page)) throw new Error(`<${element.localName}> outside a conversation`);
  return /** @type {ConversationPage} */ (/** @type {unknown} */ (page));
}

/** @param {Element} page closes whatever panel lies over the page */
export function closePanels(page) {
  for (const open of page.ownerDocument.querySelectorAll(":popover-open")) /** @type {HTMLElement} */ (open).hidePopover();
}
