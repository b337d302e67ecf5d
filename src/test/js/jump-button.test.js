import assert from "node:assert/strict";
import { test } from "node:test";
import { TreeElement } from "./tree.js";

globalThis.HTMLElement = TreeElement;
const { JumpButton } = await import("../../main/webapp/js/elements/jump-button.js");

/** The button, its words, and how often somebody was led to the end. */
function offered() {
  const button = new TreeElement("button");
  const words = new TreeElement("span");
  words.className = "words";
  button.append(words);
  const made = { button, jumps: 0, press: () => {} };
  button.addEventListener = (type, listener) => type === "click" && (made.press = listener);
  const jump = new JumpButton(button, () => made.jumps++);
  return Object.assign(made, { jump, words: () => words.textContent });
}

test("it is there only far from the end", () => {
  const { button, jump, words } = offered();
  jump.offer(true);
  assert.deepEqual([button.hidden, words()], [false, "Jump to latest"]);
  jump.offer(false);
  assert.equal(button.hidden, true);
});

test("it counts what came in the meantime", () => {
  const { jump, words } = offered();
  jump.count();
  jump.offer(true);
  assert.equal(words(), "1 new message");
  for (let more = 1; more < 1200; more++) jump.count();
  jump.offer(true);
  assert.equal(words(), "1,200 new messages");
});

test("who has reached the end has seen everything", () => {
  const { jump, words } = offered();
  jump.count();
  jump.offer(false);
  jump.offer(true);
  assert.equal(words(), "Jump to latest");
});

test("it leads to the end when it is pressed", () => {
  const made = offered();
  made.press();
  assert.equal(made.jumps, 1);
});

test("words that stand there are not written again", () => {
  const { button, jump } = offered();
  jump.offer(true);
  const [text] = button.children[0].childNodes;
  jump.offer(true);
  assert.equal(button.children[0].childNodes[0], text);
});
