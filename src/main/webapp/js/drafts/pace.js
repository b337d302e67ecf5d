/**
 * How long to gather keystrokes before they are sent: 70 ms while the room is quiet (below what the eye notices as a
 * jerk), growing with the number of readers, since each update costs the server one frame for each of them, and with
 * what is stuck in this browser.
 *
 * @param {{participants: number, buffered: number}} load
 * @returns {number} milliseconds, 70 to 700
 */
export function pace({ participants, buffered }) {
  const crowd = Math.max(0, participants - 20) * 4;
  const stuck = Math.min(400, buffered / 32);
  return Math.round(Math.min(700, 70 + Math.min(crowd, 330) + stuck));
}
