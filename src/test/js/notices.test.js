import assert from "node:assert/strict";
import { test } from "node:test";
import { Notices } from "../../main/webapp/js/session/notices.js";

test("a notice is told once, and once more when it is over", () => {
  const notices = new Notices();
  const said = [];
  notices.changed.on((sentence) => said.push(sentence));
  notices.take({ type: "notice", code: "archive", detail: "No archive.", active: true });
  notices.take({ type: "notice", code: "archive", detail: "No archive.", active: true });
  assert.deepEqual(notices.all, ["No archive."]);
  notices.take({ type: "notice", code: "archive", detail: "The archive is back.", active: false });
  notices.take({ type: "notice", code: "archive", detail: "The archive is back.", active: false });
  assert.deepEqual(said, ["No archive.", undefined, "The archive is back.", undefined]);
  assert.deepEqual(notices.all, []);
});
