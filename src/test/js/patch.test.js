import assert from "node:assert/strict";
import { test } from "node:test";
import { placeIn } from "../../main/webapp/js/markdown/selection.js";
import { markupOf, TreeElement, TreeText, treeDocument, treeOf } from "./tree.js";

Object.assign(globalThis, { Text: TreeText, document: treeDocument });
const { patch } = await import("../../main/webapp/js/markdown/patch.js");

/** @returns an element with the markup */
function holding(markup) {
  const host = new TreeElement("div");
  host.append(treeOf(markup));
  return host;
}

for (const [before, after] of [
  ["", "<p>a</p>"],
  ["<p>a</p>", ""],
  ["<p>one</p>", "<p>one two</p>"],
  ["<p>a **b</p>", "<p>a <strong>b</strong></p>"],
  ["<p>a <strong>b</strong> c</p>", "<p>a b c</p>"],
  ["<ul><li>a</li></ul>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"],
  ["<ol start=\"2\"><li>a</li></ol>", "<ol class=\"pad-2\"><li value=\"3\">a</li></ol>"],
  ["<p><a href=\"https://a\">x</a> end</p>", "<p><a href=\"https://b\" title=\"t\">y</a><span> (b)</span> end</p>"],
  ["<p>a</p>", "<h2>a</h2>"],
  ["<table><tr><td>1</td></tr></table>", "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"],
  ["<parley-code data-language=\"js\"><pre><code>a</code></pre></parley-code>", "<parley-code data-language=\"js\"><pre><code>ab</code></pre></parley-code>"],
  ["<parley-code data-language=\"\"><pre><code>a</code></pre></parley-code>", "<parley-code data-language=\"js\"><pre><code>a</code></pre></parley-code>"],
  ["<parley-maths>x</parley-maths>", "<parley-maths data-display=\"\">x</parley-maths>"],
]) {
  test(`${before || "nothing"} becomes ${after || "nothing"}`, () => {
    const host = holding(before);
    patch(host, treeOf(after));
    assert.equal(markupOf(host), markupOf(holding(after)));
  });
}

test("a paragraph that grows keeps its nodes", () => {
  const host = holding("<p>one <em>two</em> thr</p>");
  const [paragraph] = host.childNodes;
  const [one, two, three] = paragraph.childNodes;
  patch(host, treeOf("<p>one <em>two</em> three <strong>four</strong></p>"));
  assert.equal(host.childNodes[0], paragraph);
  assert.deepEqual(paragraph.childNodes.slice(0, 3), [one, two, three]);
  assert.equal(three.data, " three ");
});

test("what stands behind a change stays", () => {
  const host = holding("<p>[a][1] and <em>b</em></p>");
  const [, emphasised] = host.childNodes[0].childNodes;
  patch(host, treeOf("<p><a href=\"https://a\">a</a> and <em>b</em></p>"));
  assert.equal(host.childNodes[0].childNodes[2], emphasised);
});

test("only what differs of a text is replaced, so that a selection beside it stays", () => {
  const host = holding("<p>a long text</p>");
  const calls = [];
  host.childNodes[0].childNodes[0].replaceData = (...given) => calls.push(given);
  patch(host, treeOf("<p>a longer text</p>"));
  assert.deepEqual(calls, [[6, 0, "er"]]);
});

test("coloured code and a set formula stay while their text is the same", () => {
  const markup = "<parley-code data-language=\"js\"><pre><code>let a</code></pre></parley-code><parley-maths>x^2</parley-maths>";
  const host = holding(markup);
  const [block, maths] = host.childNodes;
  block.querySelector("pre > code").replaceChildren(treeOf("<span>let</span> a"));
  maths.title = "x^2";
  maths.replaceChildren(treeOf("<math>x2</math>"));
  const before = markupOf(host);
  patch(host, treeOf(markup));
  assert.equal(markupOf(host), before);
  assert.deepEqual(host.childNodes, [block, maths]);
  patch(host, treeOf(markup.replace("let a", "let b").replace("x^2", "x^3")));
  assert.equal(host.textContent, "let bx^3");
});

for (const [what, before, after, place, expected] of [
  ["text that was added behind", "one two", "one two three", 3, 3],
  ["marks that vanish before it", "a **quick** fox", "a quick fox", 13, 9],
  ["marks that vanish around it", "a **quick** fox", "a quick fox", 7, 5],
  ["half a link", "see [the page](https", "see the page", 10, 9],
  ["the end", "a **b**", "a b", 7, 3],
  ["another text", "abc", "xyz", 2, 2],
  ["a shorter one", "abc", "x", 2, 1],
]) {
  test(`a place keeps its text: ${what}`, () => assert.equal(placeIn(after, before, place), expected));
}
