import assert from "node:assert/strict";
import { register } from "node:module";
import { test } from "node:test";

register("./stand-ins.js", import.meta.url, { data: { "highlight.min.js": new URL("nowhere.js", import.meta.url).href } });

const answers = [];
globalThis.onmessage = null;
globalThis.postMessage = (answer) => answers.push(answer);
await import("../../main/webapp/js/markdown/worker.js");

test("a library that cannot be loaded is answered at once, and the work has not begun", async () => {
  answers.length = 0;
  await globalThis.onmessage({ data: { kind: "code", text: "let a", language: "js" } });
  assert.deepEqual(answers, [{ markup: undefined }]);
});

test("a text that is not what it should be is answered without markup", async () => {
  answers.length = 0;
  await globalThis.onmessage({ data: { kind: "formula", text: "\\frac{" } });
  assert.deepEqual(answers, [{ ready: true }, { markup: undefined }]);
});
