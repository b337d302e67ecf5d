import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, GrowingBlocks } from "../../main/webapp/js/markdown/blocks.js";
import { Allowance } from "../../main/webapp/js/markdown/bounds.js";
import { htmlOf } from "../../main/webapp/js/markdown/grammar.js";
import { repaired } from "../../main/webapp/js/markdown/repair.js";
import { randomOf } from "./random-text.js";

const TEXT = `# A title

A paragraph with **bold** and a [link](https://example.org).

1. one
2. two

   still two
3. three

\`\`\`js
const a = 1;

const b = 2;
\`\`\`

| a | b |
|---|---|
| 1 | 2 |

> a quote
> goes on

The end.`;

test("a text falls into its blocks and nothing is lost", () => {
  const blocks = blocksOf(TEXT);
  assert.equal(blocks.map(({ raw }) => raw).join(""), TEXT);
  assert.equal(blocks.length, 7);
  assert.deepEqual(blocks[3].code, { language: "js", text: "const a = 1;\n\nconst b = 2;" });
});

test("a growing text ends in the same blocks as the whole, however it is cut", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = randomOf(seed);
    const growing = new GrowingBlocks();
    let blocks = [];
    for (let end = 0; end < TEXT.length; ) {
      end = Math.min(TEXT.length, end + 1 + Math.floor(random() * 12));
      blocks = growing.update(TEXT.slice(0, end));
    }
    assert.deepEqual(blocks.map(({ raw }) => raw), blocksOf(TEXT).map(({ raw }) => raw), `seed ${seed}`);
  }
});

test("a list whose items come one by one stays one list", () => {
  const list = "1. one\n\n2. two\n\n3. three";
  const growing = new GrowingBlocks();
  let blocks = [];
  for (let end = 1; end <= list.length; end++) blocks = growing.update(list.slice(0, end));
  assert.deepEqual(blocks.map(({ raw }) => raw), [list]);
});

test("closed blocks stay the same objects while the text grows", () => {
  const growing = new GrowingBlocks();
  const [first] = growing.update("one\n\ntwo\n\nthree\n\nfour");
  const [still] = growing.update("one\n\ntwo\n\nthree\n\nfour and five");
  assert.equal(first, still);
});

test("a text that starts over is read anew", () => {
  const growing = new GrowingBlocks();
  growing.update("one\n\ntwo\n\nthree\n\nfour");
  assert.deepEqual(growing.update("else").map(({ raw }) => raw), ["else"]);
});

test("line ends of any kind are counted as the lexer counts them", () => {
  const growing = new GrowingBlocks();
  growing.update("one\r\n\r\ntwo\r\n\r\nthree\r\n\r\nfour");
  const blocks = growing.update("one\r\n\r\ntwo\r\n\r\nthree\r\n\r\nfour\r\nfive");
  assert.equal(blocks.map(({ raw }) => raw).join(""), "one\n\ntwo\n\nthree\n\nfour\nfive");
});

const REPAIRS = [
  ["plain text", "plain text"],
  ["a **Bo", "a **Bo**"],
  ["a **bo", "a **bo"],
  ["a **kwargs argument", "a **kwargs argument"],
  ["f(**Kw", "f(**Kw"],
  ["これは**「重", "これは**「重**"],
  ["**Bold*", "**Bold**"],
  ["**Bold** and *it", "**Bold** and *it"],
  ["**Bold and *it", "**Bold and \\*it**"],
  ["**Bold (", "**Bold** ("],
  ["a **quick*", "a **quick\\*"],
  ["count(*) of rows and more", "count(*) of rows and more"],
  ["a ~~go", "a ~~go"],
  ["some `co", "some `co`"],
  ["some ``co`de", "some ``co`de``"],
  ["`a``", "`a`` `"],
  ["it`s", "it`s"],
  ["**Run `npm i", "**Run `npm i`**"],
  ["inside `**` code", "inside `**` code"],
  ["[0, 1) is half-open", "[0, 1) is half-open"],
  ["see [the pag", "see [the pag"],
  ["see [the page](https://exa", "see the page"],
  ["see [the page](https://example.org)", "see [the page](https://example.org)"],
  ["look ![a cat](https://exa", "look a cat"],
  ["handlers[i](ev", "handlers[i](ev"],
  ["3 * 4", "3 * 4"],
  ["snake_case_name", "snake_case_name"],
  ["_id_", "_id\\_"],
  ["$x$", "$x\\$"],
  ["Title\n-", "Title\n\\-"],
  ["Title\n==", "Title\n\\=\\="],
  ["1.", "1\\."],
  ["- [ ] task", "- [ ] task"],
  ["- one\n  -", "- one\n  \\-"],
  ["- one\n-", "- one\n-"],
  ["- ```\n  **Foo", "- ```\n  **Foo"],
  ["an array[0] of", "an array[0] of"],
  ["mail me@exam", "mail me\\@exam"],
  ["| a | **Bo", "| a | **Bo**"],
];

for (const [typed, shown] of REPAIRS) {
  test(`${JSON.stringify(typed)} is shown as ${JSON.stringify(shown)} while it is written`, () => {
    assert.equal(repaired(typed, blocksOf(typed)[0].kind), shown);
  });
}

for (const unit of ["word *a* _b_ `c` [d](e) ", "**B *a ", "` `` ", "[", "](", "a@", "<a b=\"", "\n", "> ", "- a\n", "$a", "\\", "|", "**B `a "]) {
  test(`repairing ${JSON.stringify(unit)} costs no more than reading`, () => {
    const long = unit.repeat(40_000 / unit.length);
    const before = process.cpuUsage();
    for (const kind of ["paragraph", "list", "table"]) repaired(long, kind);
    assert.ok(process.cpuUsage(before).user < 1_500_000);
  });
}

const formulas = (text) => [...htmlOf(text, new Allowance(text.length)).matchAll(/<code class="tex-\w+">([^<]*)/g)].map(([, tex]) => tex);

test("formulas are found as models write them", () => {
  assert.deepEqual(formulas("Let $a^2$ be \\(b\\) and \\[c\\]."), ["a^2", "b", "c"]);
  assert.deepEqual(formulas("$$\nx = 1\n- y\n$$"), ["x = 1\n- y"]);
  assert.deepEqual(formulas("- item\n\n\\[\n\\frac{1}{2}\n\\]\n"), ["\\frac{1}{2}"]);
});

test("prices and code are no formulas", () => {
  assert.deepEqual(formulas("It costs $5 and $10, or from $5-$10."), []);
  assert.deepEqual(formulas("`$a$` and\n\n```\n$$b$$\n```"), []);
  assert.deepEqual(formulas("$ a $ and $b$1"), []);
});

test("a formula of several lines is one block while it streams", () => {
  const text = "Before\n\n$$\na\n- b\n$$\n\nAfter";
  assert.equal(blocksOf(text).length, 3);
});
