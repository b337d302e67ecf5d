/**
 * What a close code asks of us (docs/protocol.md, "Room socket").
 *
 * `comeBack` false: the server does not want us; trying again would be wrong. Otherwise the wait is random between zero
 * and `baseMs`, doubling with each failure.
 *
 * @typedef {{comeBack: boolean, baseMs: number, reason: string}} CloseAction
 */

/** @type {Map<number, CloseAction>} */
const ACTIONS = new Map([
  [1001, { comeBack: true, baseMs: 5000, reason: "The server is restarting." }],
  [1012, { comeBack: true, baseMs: 5000, reason: "The server is restarting." }],
  [1003, { comeBack: false, baseMs: 0, reason: "The server did not understand this page. Reload to get its current version." }],
  [1007, { comeBack: false, baseMs: 0, reason: "The server did not understand this page. Reload to get its current version." }],
  [1013, { comeBack: true, baseMs: 5000, reason: "The server is busy." }],
  [1008, { comeBack: false, baseMs: 0, reason: "Your session has ended. Reload the page." }],
  [4003, { comeBack: false, baseMs: 0, reason: "This room was removed." }],
  [4008, { comeBack: true, baseMs: 1000, reason: "This connection could not keep up." }],
  [4010, { comeBack: true, baseMs: 2000, reason: "The connection was not set up in time." }],
  [4029, { comeBack: true, baseMs: 20_000, reason: "Too much was sent at once." }],
]);

/** @type {CloseAction} */
const LOST = { comeBack: true, baseMs: 1000, reason: "The connection was lost." };

/** @type {CloseAction} */
const UNREACHED = { ...LOST, reason: "The server cannot be reached." };

/**
 * @param {number} code
 * @param {boolean} opened whether there was a connection at all
 * @returns {CloseAction}
 */
export function closeAction(code, opened) {
  return ACTIONS.get(code) ?? (opened ? LOST : UNREACHED);
}
