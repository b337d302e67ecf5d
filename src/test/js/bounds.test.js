import assert from "node:assert/strict";
import { test } from "node:test";
import { Allowance, BOUNDS, TooComplex } from "../../main/webapp/js/markdown/bounds.js";
import { blocksOf } from "../../main/webapp/js/markdown/blocks.js";
import { lexerOf } from "../../main/webapp/js/markdown/grammar.js";
import { extentOf } from "../../main/webapp/js/markdown/markup.js";
import { hostToShow, isAllowed } from "../../main/webapp/js/markdown/links.js";

const LENGTH = 16_384;
const ordinary = "word *a* **b** `c` [d](http://e.f) and more words.\n\n";

/** A clock that stands still: what these tests find does not depend on the machine or on what else it does. */
const still = () => 0;

/** @returns {{ms: number, plain: boolean}} what it costs to lex a message */
function lexed(text) {
  const before = process.cpuUsage();
  let plain = false;
  try {
    blocksOf(text, new Allowance(text.length, still));
    lexerOf(new Allowance(text.length, still)).lex(text);
  } catch (failure) {
    if (!(failure instanceof TooComplex)) throw failure;
    plain = true;
  }
  const { user } = process.cpuUsage(before); // not the clock: other processes must not count
  return { ms: user / 1000, plain };
}

const filled = (unit) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);
const wideTable = () => `|${"a|".repeat(2000)}\n|${"-|".repeat(2000)}\n${"|\n".repeat(4000)}`;

test("an ordinary message of the largest size is formatted", () => {
  assert.equal(lexed(filled(ordinary)).plain, false);
});

test("an ordinary reply of the largest size is formatted block by block", () => {
  const reply = "# Title\n\nA paragraph with **bold** text, `code` and a [link](https://e.example).\n\n- one\n- two\n\n";
  const text = reply.repeat(200_000 / reply.length);
  const allowance = new Allowance(text.length, still);
  assert.doesNotThrow(() => blocksOf(text, allowance).forEach(({ raw }) => lexerOf(allowance).lex(raw)));
});

test("formatting ends when its time is over", () => {
  const times = [0, BOUNDS.time, BOUNDS.time + 1];
  const allowance = new Allowance(100, () => times.shift() ?? Infinity);
  allowance.take(1);
  assert.throws(() => allowance.take(1), (failure) => failure instanceof TooComplex && failure.message.endsWith("time"));
});

for (const [what, text] of [
  ["lists in lists", "* ".repeat(1500) + "a"],
  ["quotes in quotes", "> ".repeat(4000)],
  ["numbered lists in lists", "1. ".repeat(2000)],
  ["quotes in lists", "- > ".repeat(1000)],
  ["a wide table with many rows", wideTable()],
  ["10,000 runs of emphasis", "*a **b ".repeat(10_000)],
  ["runs of emphasis in one message", filled("*a **b")],
  ["50,000 opening brackets", "[".repeat(50_000)],
  ["50,000 backticks", "` `` ".repeat(10_000)],
]) {
  test(`${what} are shown as plain text`, () => assert.equal(lexed(text).plain, true));
}

test("emphasis that is looked for to the end of a long paragraph is refused before it is looked for", () => {
  const reference = Math.max(50, lexed(filled(ordinary)).ms);
  const ms = Math.min(...[1, 2, 3].map(() => lexed(filled("*a **b")).ms));
  assert.ok(ms < reference, `${Math.round(ms)} ms, an ordinary message ${Math.round(reference)} ms`);
});

test("a message has a number of elements that grows with its length", () => {
  const allowance = new Allowance(1000, still);
  allowance.build(BOUNDS.elements);
  allowance.build(1000 * BOUNDS.elementsPerCharacter);
  assert.throws(() => allowance.build(1), (failure) => failure instanceof TooComplex && failure.message.endsWith("elements"));
});

test("what a text has become is counted", () => {
  assert.deepEqual(extentOf("a &lt;b> c"), { elements: 0, depth: 0 });
  assert.deepEqual(extentOf("<ul><li>a<br>b</li><li><p>c</p></li></ul>"), { elements: 5, depth: 3 });
  assert.deepEqual(extentOf('<math><mspace width="1em"/><mi>x</mi></math>'), { elements: 3, depth: 2 });
  assert.equal(extentOf("<b>".repeat(5000) + "</b>".repeat(5000)).depth, 5000);
});

const UNITS = [
  "* ", "> ", "1. ", "- > ", "[", "![", "*a**b", "_a__b", "`", "`a``b```c", "<", "<a ", "|", "|a|b|\n", "$", "$a ", "\\(", "\\[", "\\[\n\n",
  "$$\n", "~", "~~a", "~a~~", "&", "&amp;", "http://a.", "@", "a@", "a.b@c.", "[a](", "[a](<", "[a][", "[a]: b\n", "\n", "a\n", " ", "#", "\\",
  "*a **b ", "[a](b", "[^1]", "[^1]: a\n\n", "<b>", "- a\n  - b\n", "1) a\n\n   > b\n\n", "- [ ] a\n", "    a\n\n",
  "https://a.b/c?", "www.a", "https://", "中*「a」*", "~~a", "[a]: https://b.c\n", "[a][b]", "$a$ ", "$$", "<b>", "</b>", "a_", "1*", "**A", "-\n", "a\n=\n", "```\n", "<!--", "<div>\n", "*[a", "> a\n>", "* a\n", "a\u0301\u0301", "a",
];

test("no message costs much more than an ordinary one of its size", () => {
  lexed(filled(ordinary));
  const reference = Math.max(50, lexed(filled(ordinary)).ms);
  for (const unit of UNITS) {
    const ms = Math.min(...[1, 2, 3].map(() => lexed(filled(unit)).ms));
    assert.ok(ms < 12 * reference, `${JSON.stringify(unit)}: ${Math.round(ms)} ms, an ordinary message ${Math.round(reference)} ms`);
  }
});

for (const address of ["https://a.example/x", "http://a.example", "mailto:a@b.example", "/docs/", "/docs/guide?x=1#y"]) {
  test(`the address ${address} may be followed`, () => assert.ok(isAllowed(address)));
}

for (const address of [
  "/docs/../x", "/docs/%2e%2e/x", "/docs/.%2E/x", "/docs\\..\\x", "/docs/..\\x", "/docs/%2e%2e%2fx", "/docs/\t../x", "/docs/.\n./x", "//host/docs/", "/\\host",
  "java\tscript:alert(1)", " javascript:alert(1)", "javascript&colon;alert(1)", "https://good.example@bad.example/", "https:x", "/rooms/x", "data:text/html,x", "",
]) {
  test(`the address ${JSON.stringify(address)} may not be followed`, () => assert.ok(!isAllowed(address)));
}

for (const [address, text, shown] of [
  ["https://xn--pple-43d.com/x", "apple.com", "xn--pple-43d.com"],
  ["https://\u0430pple.com/x", "https://\u0430pple.com/x", "xn--pple-43d.com"],
  ["https://evil.example/x", "https://bank.example/login", "evil.example"],
  ["https://evil.example/", "www.bank.com", "evil.example"],
  ["https://evil.example/", "bank.com", "evil.example"],
  ["https://evil.example/", "http://evil.example@bank.example", ""],
  ["https://bank.example.evil.example/", "https://bank.example", "bank.example.evil.example"],
  ["https://www.bank.example/a", "bank.example", ""],
  ["https://bank.example/a", "https://www.bank.example/a?b", ""],
  ["https://nodejs.org/", "Node.js", ""],
  ["https://a.example/", "the manual", ""],
  ["mailto:a@b.example", "b.com", ""],
  ["/docs/", "b.com", ""],
]) {
  test(`${JSON.stringify(text)} that leads to ${address} shows ${shown || "nothing more"}`, () => assert.equal(hostToShow(address, text), shown));
}
