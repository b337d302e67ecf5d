import assert from "node:assert/strict";
import { test } from "node:test";
import { typedParts } from "../../main/webapp/js/markdown/typed.js";
import { markupOf, TreeElement, TreeText, treeDocument } from "./tree.js";

Object.assign(globalThis, { Text: TreeText, document: treeDocument });
const { TypedText } = await import("../../main/webapp/js/markdown/typed-text.js");

const textOf = (parts) => parts.map((part) => ("code" in part ? part.code : part.pieces.map(({ text }) => text).join("")));
const addressesOf = (parts) => parts.flatMap((part) => part.pieces ?? []).filter(({ href }) => href).map(({ href }) => href);

for (const text of [
  "<div>\n  <p>hi</p>\n</div>",
  "def f(x):\n    if x:\n\treturn 1",
  "2 * 3 * 4, __init__, *args, ~/bin ~~x~~, $5 and 10$, # no title",
  "1. one\n1. one\n3. three\n\n\n- dash   with   blanks",
  "[a](https://example.com/a) and ![x](https://example.com/y)",
  "| a | b |\n|---|---|\n\n    indented",
  "&lt; &amp; \\* \\\\ `code` ```inline```",
  "```js\nnever closed",
  "~~~\nwaves\n~~~",
  "  leading and trailing  \n\n",
  "C:\\new\\*.txt",
]) {
  test(`${JSON.stringify(text)} is shown as it was typed`, () => assert.deepEqual(textOf(typedParts(text)).join(""), text));
}

test("code between two lines of backticks is a block", () => {
  assert.deepEqual(typedParts("Look:\n\n```js\nlet a;\n\n  b\n```\nSo?"), [
    { pieces: [{ text: "Look:\n" }] },
    { language: "js", code: "let a;\n\n  b" },
    { pieces: [{ text: "So?" }] },
  ]);
  assert.deepEqual(typedParts("````\n```\nx\n```\n````"), [{ language: "", code: "```\nx\n```" }]);
  assert.deepEqual(typedParts("```\n```"), [{ language: "", code: "" }]);
});

test("addresses are links, and their text is what was typed", () => {
  const parts = typedParts("看https://example.com/docs（说明）and www.example.org, me@example.com.");
  assert.deepEqual(addressesOf(parts), ["https://example.com/docs", "http://www.example.org", "mailto:me@example.com"]);
  assert.deepEqual(textOf(parts), ["看https://example.com/docs（说明）and www.example.org, me@example.com."]);
  assert.deepEqual(addressesOf(typedParts("javascript:alert(1) https://a@b.example/ https://a:b@c.example http://a:1@c.example file:///x data:text/html,x")), []);
});

test("code between backticks is apart in a text from right to left, and nowhere else", () => {
  const arabic = "شغّل `./mvnw verify` و ``a`` و ` https://a.example/b و ```";
  const pieces = typedParts(arabic)[0].pieces;
  assert.deepEqual(pieces.filter(({ code }) => code).map(({ text }) => text), ["`./mvnw verify`", "``a``"]);
  assert.deepEqual(textOf(typedParts(arabic)), [arabic]);
  assert.deepEqual(typedParts("Run `./mvnw verify`"), [{ pieces: [{ text: "Run `./mvnw verify`" }] }]);
  assert.ok(typedParts("ش`a` ".repeat(2000))[0].pieces.filter(({ code }) => code).length <= 500);

  const host = new TreeElement("div");
  new TypedText(host).update("شغّل `./mvnw verify`");
  assert.match(markupOf(host), /<bdi dir="ltr">`.\/mvnw verify`<\/bdi>/);
});

test("a message has a number of links and blocks", () => {
  const many = "https://a.example ".repeat(2000);
  assert.ok(addressesOf(typedParts(many)).length <= 500);
  assert.equal(textOf(typedParts(many)).join(""), many);
  assert.ok(typedParts("```\nx\n```\n".repeat(1000)).length <= 401);
});

for (const unit of ["a", "ش`", "ش`a``", "a@", "http://", "https://a.b/c?d ", "www.", "`", "```\n", "```x\n", "a.", "(", "https://a.b/(((", "\n", "a-b_c.d+e"]) {
  test(`${JSON.stringify(unit)}, repeated, costs little`, () => {
    const long = unit.repeat(200_000 / unit.length);
    const before = process.cpuUsage();
    assert.equal(textOf(typedParts(long)).join("").replaceAll("\n", "").length <= long.length, true);
    assert.ok(process.cpuUsage(before).user < 1_500_000);
  });
}

test("what is typed is shown while it grows and changes, without making anew what stays", () => {
  const host = new TreeElement("div");
  const typed = new TypedText(host);
  typed.update("def f(x):");
  const [block] = host.childNodes;
  typed.update("def f(x):\n    if x: <b>");
  assert.equal(host.childNodes[0], block);
  assert.equal(markupOf(block), '<div class="block"><p class="typed" dir="auto">def f(x):\n    if x: &lt;b&gt;</p></div>');
  typed.update("");
  assert.equal(host.textContent, "");
});

test("a link that hides its host shows it", () => {
  const host = new TreeElement("div");
  new TypedText(host).update("https://\u0430pple.com/x");
  assert.match(host.textContent, /^https:\/\/\u0430pple\.com\/x \(xn--pple-43d\.com\)$/);
});
