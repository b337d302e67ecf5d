import assert from "node:assert/strict";
import { test } from "node:test";
import { endOf } from "../../main/webapp/js/session/ends.js";

const reply = (more) => ({ status: "finished", text: "Some text", ...more });

test("a reply that ended as replies do has nothing to say", () => {
  for (const finishReason of ["stop", undefined]) {
    assert.deepEqual(endOf(reply({ finishReason })), { words: "", failed: false, continues: false });
  }
  for (const status of ["streaming", "posted", "pending"]) assert.equal(endOf(reply({ status })).words, "");
});

test("a reply that was cut off says so and can continue", () => {
  assert.deepEqual(endOf(reply({ finishReason: "length" })), { words: "The reply was cut off at the limit.", failed: false, continues: true });
});

test("a reply that was stopped can continue, if there is something to continue", () => {
  assert.deepEqual(endOf(reply({ status: "stopped" })), { words: "Stopped.", failed: false, continues: true });
  assert.equal(endOf(reply({ status: "failed" })).continues, true, "so can one that broke off");
  assert.equal(endOf(reply({ status: "failed", text: "" })).continues, false);
  assert.equal(endOf(reply({ status: "stopped", text: " \n" })).continues, false);
  assert.equal(endOf(reply({ finishReason: "length", text: "" })).continues, false);
});

test("other ends are told in words, and none of them continues", () => {
  const ends = { content_filter: /content filter/, refusal: /declined/, tool_calls: /tool/, error: /error/, something_new: /something_new/ };
  for (const [finishReason, words] of Object.entries(ends)) {
    const end = endOf(reply({ finishReason }));
    assert.match(end.words, words);
    assert.equal(end.continues, false);
  }
});

test("an error is told with its detail, once", () => {
  const error = { code: "stream_broken", detail: "The provider broke off." };
  assert.equal(endOf(reply({ finishReason: "error", error })).words, "The provider reported an error before the reply was complete. The provider broke off.");
  assert.equal(endOf(reply({ status: "failed", finishReason: "error", error })).words, "The provider broke off.");
  assert.equal(endOf(reply({ status: "failed", error })).words, "The provider broke off.");
  assert.equal(endOf(reply({ status: "failed" })).words, "The model could not reply.");
  assert.equal(endOf(reply({ status: "failed", finishReason: "content_filter" })).words, "The provider’s content filter ended the reply.");
});

test("a reason of any length stays a sentence", () => {
  assert.ok(endOf(reply({ finishReason: "x".repeat(10_000) })).words.length < 150);
});
