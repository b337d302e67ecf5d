import assert from "node:assert/strict";
import { test } from "node:test";
import { catchUp, end, goOn, restart } from "../../main/webapp/js/transcript/reply.js";

const reply = (more = {}) => ({ id: "r", role: "assistant", status: "streaming", text: "", attempt: 1, seq: 0, stalled: false, ...more });
const thought = (more = {}) => ({ text: "Hm, six by nine.", seq: 4, over: false, since: 1000, ...more });

test("a row that catches up with the end has the whole thinking, as the server measured it", () => {
  const row = reply({ thinking: thought() });
  catchUp(row, reply({ status: "finished", text: "42", thinking: { text: "All of it.", seq: 9, over: true, ms: 5000 } }), 4000);
  assert.deepEqual([row.status, row.text], ["finished", "42"]);
  assert.deepEqual([row.thinking.text, row.thinking.over, row.thinking.ms], ["All of it.", true, 5000]);
});

test("what the reader has seen of the thinking stays where the history has none", () => {
  const row = reply({ thinking: thought() });
  catchUp(row, reply({ status: "stopped", text: "4", thinking: undefined }), 4000);
  assert.deepEqual([row.thinking.text, row.thinking.over, row.thinking.ms], ["Hm, six by nine.", true, 3000]);
});

test("thinking that was over keeps its own time", () => {
  const row = reply({ thinking: thought({ over: true, ms: 700 }) });
  catchUp(row, reply({ status: "finished", text: "42", thinking: { text: "All of it.", seq: 9, over: true } }), 90_000);
  assert.equal(row.thinking.ms, 700);
});

test("a reply that is still made has what the history says, and goes on", () => {
  const row = reply({ thinking: thought() });
  catchUp(row, reply({ text: "4", thinking: { text: "from the history", seq: 1, over: false } }), 4000);
  assert.deepEqual([row.text, row.thinking.text, row.thinking.over], ["4", "from the history", false]);
});

test("a reply without any thinking has none", () => {
  const row = reply();
  catchUp(row, reply({ status: "finished", text: "42", thinking: undefined }), 4000);
  assert.equal(row.thinking, undefined);
});

test("only a higher attempt forgets what was thought", () => {
  const row = reply({ thinking: thought(), stalled: true });
  restart(row, 1, "so far", 3);
  assert.deepEqual([row.text, row.seq, row.stalled, row.thinking.text], ["so far", 3, false, "Hm, six by nine."]);
  restart(row, 2, "", 0);
  assert.deepEqual([row.attempt, row.thinking], [2, undefined]);
});

test("a reply that goes on keeps its thinking, and loses the end it had", () => {
  const row = reply({ status: "failed", text: "half", error: { code: "x" }, finishReason: "length", refusal: "No", thinking: thought({ over: true }) });
  assert.equal(goOn(row, { attempt: 2, model: "test/beta", text: "half" }), true);
  assert.deepEqual([row.status, row.model, row.attempt, row.error, row.finishReason, row.refusal], ["streaming", "test/beta", 2, undefined, undefined, undefined]);
  assert.deepEqual([row.thinking.text, row.thinking.seq, row.thinking.over], ["Hm, six by nine.", 0, true]);
});

test("an event that comes again does not take a later end back", () => {
  const row = reply({ status: "finished", text: "half and more" });
  assert.equal(goOn(row, { attempt: 2, model: "test/beta", text: "half" }), false);
  assert.equal(goOn(row, { attempt: 2, model: "test/beta" }), false);
  assert.deepEqual([row.status, row.text], ["finished", "half and more"]);
});

test("the end has what the server says, and the model that was shown where it names none", () => {
  const row = reply({ model: "test/alpha", stalled: true, thinking: thought() });
  end(row, { text: "42", status: "finished", finish_reason: "stop", citations: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }, 3500);
  assert.deepEqual([row.text, row.status, row.finishReason, row.model, row.stalled], ["42", "finished", "stop", "test/alpha", false]);
  assert.deepEqual([row.thinking.text, row.thinking.over, row.thinking.ms], ["Hm, six by nine.", true, 2500]);
});
