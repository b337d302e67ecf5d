import assert from "node:assert/strict";
import { test } from "node:test";
import { Timers } from "../../main/webapp/js/session/timers.js";
import { HeldClock } from "./held-clock.js";

test("a timer that is set again runs once, at the later time; one that is cancelled never runs", () => {
  const clock = new HeldClock();
  const timers = new Timers(clock);
  const ran = [];
  timers.set("a", 10, () => ran.push("first"));
  timers.set("a", 20, () => ran.push("second"));
  timers.set("b", 10, () => ran.push("cancelled"));
  timers.cancel("b");
  clock.advance(15);
  assert.deepEqual([ran, timers.has("a"), timers.has("b")], [[], true, false]);
  clock.advance(15);
  assert.deepEqual([ran, timers.has("a")], [["second"], false]);
});
