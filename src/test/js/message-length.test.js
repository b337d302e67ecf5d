import assert from "node:assert/strict";
import { test } from "node:test";
import { messageOf } from "../../main/webapp/js/session/message-length.js";

test("a message keeps the indentation of its first line and loses the blank lines around it", () => {
  for (const [typed, message] of [
    ["    if x:\n        y()", "    if x:\n        y()"],
    ["\n\n\tindented\n\n", "\tindented"],
    ["  \n \t\n  first", "  first"],
    ["hello \n", "hello"],
    ["one\n\n  two", "one\n\n  two"],
    [" \n\t", ""],
    ["", ""],
  ]) {
    assert.equal(messageOf(typed), message);
  }
});
