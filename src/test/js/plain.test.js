import assert from "node:assert/strict";
import { test } from "node:test";
import { markupOf, TreeElement, TreeText, treeDocument, treeOf } from "./tree.js";

Object.assign(globalThis, { Text: TreeText, document: treeDocument });
const { growPlain, Rest, showPlain } = await import("../../main/webapp/js/markdown/plain.js");

const NOTE = "<p class=\"note\">Shown as plain text: the formatting is too complex.</p>";

/** @returns an element that shows the text as plain */
function plain(text) {
  const host = new TreeElement("div");
  showPlain(host, text);
  return host;
}

/** @returns the node that holds the text */
const textIn = (host) => host.childNodes[1].firstChild;

test("a text that is not formatted replaces everything, below a note, and is no markup", () => {
  const host = new TreeElement("div");
  host.append(treeOf("<p>formatted</p>"));
  showPlain(host, "<b>&");
  assert.equal(markupOf(host), `<div>${NOTE}<div class="plain">&lt;b&gt;&amp;</div></div>`);
});

test("what grows is added to the node that is there, so that a selection in it survives", () => {
  const host = plain("one");
  const before = textIn(host);
  const added = [];
  before.appendData = (more) => added.push(more);
  assert.equal(growPlain(host, "one two"), true);
  assert.deepEqual(added, [" two"]);
  assert.equal(textIn(host), before);
});

test("a text that has grown is shown whole", () => {
  const host = plain("one");
  for (const text of ["one two", "one two", "one two three"]) assert.equal(growPlain(host, text), true);
  assert.equal(markupOf(host), `<div>${NOTE}<div class="plain">one two three</div></div>`);
});

test("another text replaces what was shown", () => {
  const host = plain("one two");
  assert.equal(growPlain(host, "one"), true);
  assert.equal(host.childNodes[1].textContent, "one");
  assert.equal(growPlain(host, "another"), true);
  assert.equal(markupOf(host), `<div>${NOTE}<div class="plain">another</div></div>`);
});

test("only what is shown as plain text grows: neither formatted text, nor a rest, nor an empty one", () => {
  const host = new TreeElement("div");
  host.append(treeOf("<p>one</p><div class=\"plain rest\">tw</div>"));
  const before = markupOf(host);
  assert.equal(growPlain(host, "one two"), false);
  assert.equal(markupOf(host), before);
  assert.equal(growPlain(plain(""), "one"), false);
});

test("a block of its own plain text within the text is not taken for all of it", () => {
  const host = new TreeElement("div");
  host.append(treeOf("<blockquote><div class=\"plain\">quoted</div></blockquote>"));
  assert.equal(growPlain(host, "quoted, and more"), false);
});

test("a rest stands behind what is formatted, in one element, until there is none", () => {
  const host = new TreeElement("div");
  host.append(treeOf("<p>one</p>"));
  const rest = new Rest();
  assert.equal(rest.element, null);
  rest.show(host, "**tw");
  const element = rest.element;
  rest.show(host, "**two");
  assert.equal(rest.element, element);
  assert.equal(markupOf(host), "<div><p>one</p><div class=\"plain rest\">**two</div></div>");
  rest.hide();
  rest.hide();
  assert.equal(rest.element, null);
  assert.equal(markupOf(host), "<div><p>one</p></div>");
});
