import assert from "node:assert/strict";
import { test } from "node:test";
import { SendQueue } from "../../main/webapp/js/session/send-queue.js";
import { Timers } from "../../main/webapp/js/session/timers.js";
import { HeldClock } from "./held-clock.js";
import { MemoryStorage } from "./memory-storage.js";

function open(...ids) {
  const clock = new HeldClock();
  const sent = [];
  const storage = new MemoryStorage();
  const rows = [];
  const transcript = { mark() {}, pending: (row) => rows.push(row.id), remove() {} };
  const make = (key) =>
    new SendQueue({
      storage,
      key,
      transcript,
      timers: new Timers(clock),
      clock,
      author: () => ({ id: "me", name: "Me" }),
      transmit: ({ messageId }) => sent.push(messageId),
    });
  const queue = make("one");
  for (const messageId of ids) queue.add({ messageId, text: messageId, createdAt: "2026-11-21T10:00:00Z" });
  return { clock, make, queue, rows, sent };
}

test("a message is sent when the one before it has settled", () => {
  const { queue, sent } = open("a", "b");
  assert.deepEqual(sent, ["a"]);
  queue.settle("a");
  assert.deepEqual(sent, ["a", "b"]);
});

test("what is held keeps its place, and those behind it wait with it", () => {
  const { clock, queue, sent } = open("a", "b");
  queue.hold("a", 1000);
  assert.deepEqual(queue.waiting, { messageId: "a", until: 1000, messages: 2 });
  clock.advance(1000);
  assert.deepEqual([sent, queue.waiting], [["a", "a"], undefined]);
});

test("nothing waits for a message that was refused, until the person sends it again", () => {
  const { queue, sent } = open("a", "b");
  queue.refuse("a", { code: "unknown_model" });
  queue.settle("b");
  assert.deepEqual(sent, ["a", "b"]);
  queue.retry("a");
  assert.deepEqual(sent, ["a", "b", "a"]);
});

test("what was interrupted goes out again with the next connection", () => {
  const { clock, queue, sent } = open("a");
  queue.later("a", 1000);
  queue.interrupt();
  clock.advance(5000);
  assert.deepEqual(sent, ["a"]);
  queue.resend();
  assert.deepEqual(sent, ["a", "a"]);
});

test("what waits outlives the page, also under another name", () => {
  const { make, queue, rows } = open("a", "b");
  queue.moveTo("two");
  rows.length = 0;
  make("one").start();
  assert.deepEqual(rows, []);
  make("two").start();
  assert.deepEqual(rows, ["a", "b"]);
});

test("what was interrupted is not sent again by its old timer", () => {
  const { clock, queue, sent } = open("a");
  queue.later("a", 1000);
  queue.resend();
  clock.advance(5000);
  assert.deepEqual(sent, ["a", "a"]);
});

test("the end of a message that waits does not start the next one early", () => {
  const { queue, sent } = open("a", "b", "c");
  queue.settle("b");
  assert.deepEqual(sent, ["a"]);
  queue.settle("a");
  assert.deepEqual(sent, ["a", "c"]);
});
