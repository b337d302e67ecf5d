/** The limits of the wire (docs/protocol.md), in code points. The server enforces them; the page only warns in time. */
export const MESSAGE_LIMIT = 16384;
export const DRAFT_LIMIT = 5000;
export const NAME_LIMIT = 40;
