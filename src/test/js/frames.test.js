import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

let now = 0;
let frames = [];
globalThis.document = { hidden: false };
globalThis.requestAnimationFrame = (run) => frames.push(run);
const { paced, perFrame } = await import("../../main/webapp/js/frames.js");

const frame = () => frames.splice(0).forEach((run) => run());

beforeEach(() => {
  now = 1000;
  frames = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** @returns a drawing that takes as long as the test says, and how often it was drawn */
function drawing(ms) {
  const made = { drawn: 0, ms };
  made.ask = paced(() => (made.drawn++, (now += made.ms)), () => now);
  return made;
}

test("reasons to draw within a frame become one drawing", () => {
  let drawn = 0;
  const ask = perFrame(() => drawn++);
  ask();
  ask();
  frame();
  frame();
  assert.equal(drawn, 1);
});

test("what is drawn at once is drawn again in the next frame", () => {
  const quick = drawing(0);
  quick.ask();
  frame();
  quick.ask();
  frame();
  assert.equal(quick.drawn, 2);
});

test("what takes long to draw waits four times as long, and then draws all that was asked for once", () => {
  const slow = drawing(20);
  slow.ask();
  frame();
  slow.ask();
  slow.ask();
  frame();
  assert.equal(slow.drawn, 1);
  now += 79;
  mock.timers.tick(79);
  frame();
  assert.equal(slow.drawn, 1);
  now += 1;
  mock.timers.tick(1);
  frame();
  assert.equal(slow.drawn, 2);
  mock.timers.tick(1000);
  frame();
  assert.equal(slow.drawn, 2);
});

test("no drawing waits longer than 250 ms", () => {
  const slow = drawing(500);
  slow.ask();
  frame();
  slow.ask();
  mock.timers.tick(250);
  frame();
  assert.equal(slow.drawn, 2);
});
