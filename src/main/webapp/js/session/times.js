/**
 * Times as the page writes them. The page is in English whatever the browser's language is, and so are its dates: names of
 * days and months from the browser's language would stand among English words. The server writes times in the same way.
 */

/** The language of every date and number on the page. */
const LANGUAGE = "en-GB";

const clock = new Intl.DateTimeFormat(LANGUAGE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat(LANGUAGE, { weekday: "long" });
const date = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long" });
const dateWithYear = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long", year: "numeric" });

/**
 * @param {Date} at
 * @returns {string} such as 09:05
 */
export function clockTime(at) {
  return clock.format(at);
}

/**
 * @param {Date} at
 * @returns {string} such as 31 December 2025, 09:05
 */
export function fullTime(at) {
  return `${dateWithYear.format(at)}, ${clock.format(at)}`;
}

/**
 * @param {Date} at
 * @param {Date} [now]
 * @returns {string} the day as a heading: a date of another year has its year
 */
export function dayName(at, now = new Date()) {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (at.toDateString() === now.toDateString()) return "Today";
  if (at.toDateString() === yesterday.toDateString()) return "Yesterday";
  const format = at.getFullYear() === now.getFullYear() ? date : dateWithYear;
  return `${weekday.format(at)}, ${format.format(at)}`;
}

/**
 * @param {Date} at
 * @param {Date} [now]
 * @returns {string} the day beside other things: Today, Yesterday, 31 December, 31 December 2025
 */
export function shortDay(at, now = new Date()) {
  const name = dayName(at, now);
  return name.replace(/^.*, /, "");
}

/**
 * @param {number} ms
 * @returns {string} such as 12 s or 2 min 5 s
 */
export function lasting(ms) {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest ? ` ${rest} s` : ""}`;
}

/**
 * How long somebody has to wait, rounded up, as the server says it (`Wait` in ProblemException.java).
 *
 * @param {number} ms
 * @returns {string} such as 1 second, 40 seconds, 5 minutes, 3 hours
 */
export function inWords(ms) {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const [number, unit] = seconds <= 120 ? [seconds, "second"] : seconds <= 7200 ? [Math.ceil(seconds / 60), "minute"] : [Math.ceil(seconds / 3600), "hour"];
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}
