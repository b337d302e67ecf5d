import assert from "node:assert/strict";
import { test } from "node:test";
import { lasting } from "../../main/webapp/js/session/times.js";
import { rowOf } from "../../main/webapp/js/transcript/row.js";
import { Transcript } from "../../main/webapp/js/transcript/transcript.js";
import { HeldClock } from "./held-clock.js";

const started = (attempt = 1) => ({ type: "reply.started", reply_id: "r", message_id: "q", model: "test/alpha", attempt });
const thinking = (seq, text, attempt = 1) => ({ type: "reply.thinking", reply_id: "r", attempt, seq, text });
const delta = (seq, text, attempt = 1) => ({ type: "reply.delta", reply_id: "r", attempt, seq, text });
const finished = (more = {}) => ({ type: "reply.finished", reply_id: "r", message_id: "q", attempt: 1, status: "finished", text: "42", ...more });

/** A transcript in which a reply has begun. */
function begin() {
  const clock = new HeldClock();
  const transcript = new Transcript(clock);
  transcript.started(started());
  return { clock, transcript, thought: () => transcript.find("r").thinking, reply: () => transcript.find("r") };
}

test("thinking grows apart from the text, and is over when the answer begins", () => {
  const { clock, transcript, thought, reply } = begin();
  assert.equal(thought(), undefined);
  transcript.thinking(thinking(1, "Hm, "));
  clock.advance(5000);
  transcript.thinking(thinking(2, "six by nine."));
  assert.deepEqual([thought().text, thought().over, reply().text], ["Hm, six by nine.", false, ""]);
  clock.advance(7000);
  transcript.delta(delta(1, "4"));
  transcript.delta(delta(2, "2"));
  assert.deepEqual([thought().text, thought().over, thought().ms, reply().text], ["Hm, six by nine.", true, 12_000, "42"]);
});

test("pieces of the text and of the thinking are counted apart", () => {
  const { transcript, thought, reply } = begin();
  transcript.thinking(thinking(1, "a"));
  assert.equal(transcript.delta(delta(1, "x")), true);
  transcript.thinking(thinking(2, "b"));
  assert.equal(transcript.delta(delta(2, "y")), true);
  assert.deepEqual([thought().text, reply().text, reply().stalled], ["ab", "xy", false]);
  assert.equal(thought().over, true, "an answer that has begun has begun");
});

test("a piece that comes twice counts once", () => {
  const { transcript, thought } = begin();
  for (const seq of [1, 1, 2, 1, 2, 3]) transcript.thinking(thinking(seq, String(seq)));
  assert.equal(thought().text, "123");
});

test("what was missed is marked, does not stop what comes, and is there when the reply ends", () => {
  const { transcript, thought, reply } = begin();
  transcript.thinking(thinking(4, "from the middle"));
  transcript.thinking(thinking(5, " on"));
  transcript.thinking(thinking(9, "the end"));
  assert.equal(thought().text, "… from the middle on … the end");
  assert.equal(thought().since, undefined, "nobody here knows how long it has been");
  assert.equal(reply().stalled, false);
  transcript.finished(finished({ thinking: "The whole." }));
  assert.deepEqual([thought().text, thought().over, thought().ms], ["The whole.", true, undefined]);
});

test("a new attempt thinks anew, an old one is not listened to", () => {
  const { transcript, thought } = begin();
  transcript.thinking(thinking(1, "first"));
  transcript.started(started(2));
  assert.equal(thought(), undefined);
  transcript.thinking(thinking(1, "second", 2));
  transcript.thinking(thinking(2, " of the first", 1));
  assert.equal(thought().text, "second");
});

test("thinking of an attempt that was not announced yet begins that attempt", () => {
  const { transcript, thought, reply } = begin();
  transcript.delta(delta(1, "old"));
  transcript.thinking(thinking(1, "new", 2));
  assert.deepEqual([thought().text, reply().text, reply().attempt], ["new", "", 2]);
});

test("a snapshot of the same attempt keeps what was thought", () => {
  const { transcript, thought } = begin();
  transcript.thinking(thinking(1, "kept"));
  transcript.snapshot([{ reply_id: "r", message_id: "q", model: "test/alpha", attempt: 1, seq: 3, text: "abc" }]);
  assert.equal(thought().text, "kept");
});

test("whoever joins late has the thinking so far, and goes on with it", () => {
  const state = { reply_id: "r", message_id: "q", model: "test/alpha", attempt: 1, seq: 0, text: "", thinking: { seq: 3, text: "abc" } };
  const { transcript, thought } = begin();
  transcript.snapshot([state]);
  transcript.thinking(thinking(3, "c"));
  transcript.thinking(thinking(4, "d"));
  assert.deepEqual([thought().text, thought().over, thought().since], ["abcd", false, undefined]);
  transcript.snapshot([state]);
  assert.equal(thought().text, "abcd", "a snapshot that is behind takes nothing away");
  transcript.snapshot([{ ...state, seq: 1, text: "4", thinking: { seq: 5, text: "abcde" } }]);
  assert.deepEqual([thought().text, thought().over], ["abcde", true]);
});

test("a page that is opened amid the thinking shows it as the server wrote it", () => {
  const message = { id: "r", role: "assistant", content: "", status: "streaming", created_at: "", thinking: "abc" };
  assert.deepEqual([rowOf(message).thinking.text, rowOf(message).thinking.over], ["abc", false]);
  assert.equal(rowOf({ ...message, content: "4" }).thinking.over, true);
  const transcript = new Transcript(new HeldClock());
  transcript.adopt([rowOf(message)]);
  transcript.snapshot([{ reply_id: "r", message_id: "q", model: "test/alpha", attempt: 1, seq: 0, text: "", thinking: { seq: 3, text: "abc" } }]);
  transcript.thinking(thinking(4, "d"));
  assert.equal(transcript.find("r").thinking.text, "abcd");
});

test("a reply that continues keeps what it thought, and new thoughts follow", () => {
  const { clock, transcript, thought } = begin();
  transcript.finished(finished({ finish_reason: "length", thinking: "First.", details: { thinking_ms: 1000 } }));
  transcript.started({ ...started(2), text: "42" });
  assert.deepEqual([thought().text, thought().over], ["First.", true]);
  transcript.thinking(thinking(1, "Then.", 2));
  assert.deepEqual([thought().text, thought().over], ["First.\n\nThen.", false]);
  clock.advance(2000);
  transcript.delta(delta(1, " and 43", 2));
  assert.deepEqual([thought().over, thought().ms], [true, 2000]);
});

test("the server's own measure of time wins over the page's", () => {
  const { clock, transcript, thought } = begin();
  transcript.thinking(thinking(1, "a"));
  clock.advance(3000);
  transcript.finished(finished({ thinking: "a", details: { thinking_ms: 8000 } }));
  assert.equal(thought().ms, 8000);
});

test("a reply that ends while it thinks is over, with what was thought", () => {
  for (const status of ["stopped", "failed"]) {
    const { transcript, thought } = begin();
    transcript.thinking(thinking(1, "half a tho"));
    transcript.finished(finished({ status, text: "" }));
    assert.deepEqual([thought().text, thought().over], ["half a tho", true]);
  }
});

test("a reply of the history has its thinking, and one without has none", () => {
  const message = { id: "r", role: "assistant", content: "42", status: "finished", created_at: "" };
  assert.deepEqual(rowOf({ ...message, thinking: "Hm.", details: { thinking_ms: 1200 } }).thinking, { text: "Hm.", seq: Number.MAX_SAFE_INTEGER, over: true, ms: 1200 });
  assert.equal(rowOf(message).thinking, undefined);
});

test("thinking of a reply that is not here, or is over, changes nothing", () => {
  const { transcript, thought } = begin();
  transcript.thinking({ ...thinking(1, "x"), reply_id: "other" });
  transcript.finished(finished());
  transcript.thinking(thinking(1, "late"));
  assert.equal(thought(), undefined);
});

test("how long it took is said in seconds, or minutes", () => {
  assert.deepEqual([0, 400, 1499, 12_000, 59_400, 60_000, 125_000, 3_600_000].map(lasting), ["1 s", "1 s", "1 s", "12 s", "59 s", "1 min", "2 min 5 s", "60 min"]);
});
