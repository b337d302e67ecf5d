import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

let now = 0;
Object.defineProperty(globalThis, "performance", { value: { now: () => now } });
const { Pause } = await import("../../main/webapp/js/markdown/pause.js");

beforeEach(() => (now = 1000));

/** @returns a pause after work of so many milliseconds */
function afterWork(ms, done = true) {
  const pause = new Pause();
  pause.after(() => ((now += ms), done));
  return pause;
}

test("before any work there is no pause", () => assert.equal(new Pause().over, true));

test("short work is followed by none", () => {
  assert.equal(afterWork(3.9).over, true);
});

test("long work is followed by a pause of twelve times as long", () => {
  const pause = afterWork(4);
  now += 47;
  assert.equal(pause.over, false);
  now += 1;
  assert.equal(pause.over, true);
});

test("no pause is longer than two seconds", () => {
  const pause = afterWork(5000);
  now += 1999;
  assert.equal(pause.over, false);
  now += 1;
  assert.equal(pause.over, true);
});

test("work that is not done continues at once", () => assert.equal(afterWork(500, false).over, true));

test("short work ends the pause that longer work began", () => {
  const pause = afterWork(100);
  assert.equal(pause.over, false);
  pause.after(() => true);
  assert.equal(pause.over, true);
});
