import assert from "node:assert/strict";
import { test } from "node:test";
import { clockTime, dayName, fullTime, inWords, shortDay } from "../../main/webapp/js/session/times.js";

const now = new Date(2026, 0, 2, 12);

test("a day of another year has its year, a day of this year does not", () => {
  assert.equal(dayName(new Date(2025, 11, 31, 23, 59), now), "Wednesday, 31 December 2025");
  assert.equal(dayName(new Date(2026, 0, 31), now), "Saturday, 31 January");
  assert.equal(dayName(new Date(2019, 6, 4), now), "Thursday, 4 July 2019");
  assert.equal(dayName(new Date(2027, 6, 4), now), "Sunday, 4 July 2027");
});

test("yesterday is yesterday across the end of a year", () => {
  assert.equal(dayName(new Date(2026, 0, 1, 0, 0), now), "Yesterday");
  assert.equal(dayName(new Date(2025, 11, 31), new Date(2026, 0, 1, 0, 1)), "Yesterday");
  assert.equal(dayName(new Date(2026, 0, 2, 0, 0), now), "Today");
});

test("times are in English, with all that tells them apart", () => {
  assert.equal(fullTime(new Date(2025, 11, 31, 9, 5)), "31 December 2025, 09:05");
  assert.equal(clockTime(new Date(2025, 11, 31, 0, 5)), "00:05");
  assert.equal(clockTime(new Date(2025, 11, 31, 17, 30)), "17:30");
});

test("beside other things a day is short", () => {
  assert.equal(shortDay(new Date(2025, 11, 31, 23, 59), now), "31 December 2025");
  assert.equal(shortDay(new Date(2026, 0, 31), now), "31 January");
  assert.equal(shortDay(new Date(2026, 0, 2, 1), now), "Today");
});

test("a wait is rounded up, in words", () => {
  const waits = [0, 1, 1000, 1001, 40_000, 120_000, 120_001, 7_200_000, 7_200_001];
  assert.deepEqual(waits.map(inWords), ["1 second", "1 second", "1 second", "2 seconds", "40 seconds", "120 seconds", "3 minutes", "120 minutes", "3 hours"]);
});
