import assert from "node:assert/strict";
import { register } from "node:module";
import { beforeEach, test } from "node:test";
import { TreeElement, TreeFragment, TreeText, treeDocument } from "./tree.js";

const sanitizer = "data:text/javascript,export const render = (text, allowance) => globalThis.rendered(text, allowance);";
register("./stand-ins.js", import.meta.url, { data: { "/sanitizer.js": sanitizer } });

/** A clock that every look at moves on: reading a text takes as long as it has steps. */
const time = { now: 0, step: 0, draw: 0 };
let frames = [];
let renders = 0;
Object.defineProperty(globalThis, "performance", { value: { now: () => (time.now += time.step) } });
globalThis.document = treeDocument;
globalThis.requestAnimationFrame = (run) => frames.push(run);
globalThis.Text = TreeText;
globalThis.rendered = (text, allowance) => {
  renders++;
  time.now += time.draw;
  allowance.build(1);
  const shown = new TreeFragment();
  shown.append(text);
  return shown;
};
const { StreamingMarkdown } = await import("../../main/webapp/js/markdown/streaming-markdown.js");

function frame() {
  time.now += 16;
  for (const run of frames.splice(0)) run();
}

/** @returns {number} the frames until nothing waits, or `most` */
function settle(most) {
  for (let count = 0; count < most; count++) {
    if (frames.length === 0) return count;
    frame();
  }
  return most;
}

const finished = (host) => !host.children.some(({ className }) => className.includes("rest"));

beforeEach(() => {
  time.draw = time.step = 0;
  time.now += 10_000;
  settle(1000);
  renders = 0;
});

for (const [what, text] of [
  ["a list of thousands of items", `Heavy!\n\n${"- a\n  - b\n".repeat(1600)}`],
  ["thousands of paragraphs", "a\n\n".repeat(2500)],
  ["a text of several strides", "- a\n- b\n\nword\n\n".repeat(2200)],
]) {
  for (const streaming of [false, true]) {
    test(`${what}, which take longer to read than a frame has, are formatted${streaming ? " while more is to come" : ""}`, () => {
      const host = new TreeElement("div");
      time.step = 0.04;
      new StreamingMarkdown(host).update(text, streaming);
      const most = 200;
      const took = settle(most);
      assert.ok(took < most, `${took} frames, ${host.children.length} elements`);
      assert.ok(finished(host));
      assert.equal(host.textContent, text);
      assert.ok(renders < host.children.length + 10, `${renders} renderings of ${host.children.length} blocks`);
    });
  }
}

test("what is read is read once, however many frames it takes to draw", () => {
  const host = new TreeElement("div");
  time.draw = 50;
  time.step = 0.001;
  new StreamingMarkdown(host).update("a\n\n".repeat(400), false);
  const before = time.now;
  const took = settle(1000);
  const steps = (time.now - before - renders * time.draw - took * 16) / time.step;
  assert.equal(host.textContent.length, 1200);
  assert.ok(steps < 5000, `${Math.round(steps)} looks at the clock`);
});

test("every frame draws something of a text that grows with every frame", () => {
  const host = new TreeElement("div");
  const markdown = new StreamingMarkdown(host);
  let text = "a\n\n".repeat(200);
  time.draw = 70;
  markdown.update(text, true);
  for (let count = 0; count < 20; count++) {
    const drawn = renders;
    markdown.update((text += "word "), true);
    frame();
    assert.ok(renders > drawn, `frame ${count}`);
    assert.equal(host.textContent, text);
  }
});

test("a little more text does not leave unfinished formatting as it is", () => {
  const host = new TreeElement("div");
  const markdown = new StreamingMarkdown(host);
  const text = `${"long ".repeat(1000)}\n\nsecond\n\nthird`;
  time.draw = 100;
  markdown.update(text, true);
  assert.ok(!finished(host), "there was no time for all");
  markdown.update(`${text} more`, true);
  settle(10);
  assert.equal(host.textContent, `${text} more`);
  assert.ok(finished(host));
});

test("a long text is formatted in frame after frame while more comes", () => {
  const host = new TreeElement("div");
  const markdown = new StreamingMarkdown(host);
  let text = "paragraph\n\n".repeat(20);
  time.draw = 30;
  markdown.update(text, true);
  let count = 0;
  for (; !finished(host) && count < 15; count++) {
    assert.equal(host.textContent, text, `all is shown in frame ${count}`);
    frame();
    markdown.update((text += "word "), true);
  }
  assert.ok(finished(host), `${count} frames`);
});

test("a text that is slow to format is formatted again after a pause", () => {
  const host = new TreeElement("div");
  const markdown = new StreamingMarkdown(host);
  time.draw = 20;
  markdown.update("one", true);
  markdown.update("one two", true);
  frame();
  assert.equal(host.textContent, "one");
  time.now += 20 * 24;
  frame();
  assert.equal(host.textContent, "one two");
  markdown.update("one two three", false);
  assert.equal(host.textContent, "one two three", "the end does not wait");
});

test("an address that comes last is given to its links block by block, and all stays shown meanwhile", () => {
  const host = new TreeElement("div");
  const markdown = new StreamingMarkdown(host);
  const text = "see [this][x]\n\n".repeat(30);
  markdown.update(text, true);
  settle(100);
  const blocks = [...host.children];
  renders = 0;
  time.draw = 70;
  markdown.update(`${text}[x]: https://example.com/\n\n`, true);
  for (let count = 0; count < 100 && frames.length > 0; count++) {
    assert.deepEqual(host.children.slice(0, 30), blocks.slice(0, 30), `frame ${count}`);
    frame();
  }
  assert.ok(renders >= 30, `${renders} renderings`);
  assert.ok(finished(host));
  renders = 0;
  markdown.update(`${text}[x]: https://example.com/\n\nmore`, true);
  settle(100);
  assert.ok(renders <= 2, "and not again");
});
