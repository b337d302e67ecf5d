/** The limits of the wire (docs/protocol.md), in code points. The server enforces them; the page only warns in time. */
export const MESSAGE_LIMIT = 16384;
export const DRAFT_LIMIT = 5000;
export const NAME_LIMIT = 40;

/** What a text field may be given at once, in UTF-16 units: browsers take a second for 200,000 in one line, and minutes for more. */
export const LONGEST_TEXT = 100_000;
