import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, GrowingBlocks } from "../../main/webapp/js/markdown/blocks.js";
import { blockTex, inlineTex } from "../../main/webapp/js/markdown/tex.js";
import { Marked } from "../../main/webapp/vendor/marked/marked.esm.js";
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
  ["a **bo", "a **bo**"],
  ["a **bold** and *it", "a **bold** and *it*"],
  ["a ~~go", "a ~~go~~"],
  ["some `co", "some `co`"],
  ["some ``co`de", "some ``co`de``"],
  ["inside `**` code", "inside `**` code"],
  ["see [the pag", "see the pag"],
  ["see [the page](https://exa", "see the page"],
  ["see [the page](https://example.org)", "see [the page](https://example.org)"],
  ["look ![a cat](https://exa", "look "],
  ["3 * 4", "3 * 4"],
  ["snake_case_name", "snake_case_name"],
  ["a **", "a "],
  ["- [ ] task", "- [ ] task"],
  ["an array[0] of", "an array[0] of"],
];

for (const [typed, shown] of REPAIRS) {
  test(`"${typed}" is shown as "${shown}" while it is written`, () => {
    assert.equal(repaired(typed), shown);
  });
}

test("repairing costs no more than reading", () => {
  const long = "word *a* _b_ `c` [d](e) ".repeat(2000);
  const before = performance.now();
  repaired(long);
  assert.ok(performance.now() - before < 500);
});

const formulas = (text) => {
  const found = [];
  new Marked({ gfm: true, extensions: [inlineTex, blockTex] }).use({ walkTokens: (token) => /Tex$/.test(token.type) && found.push(token.text) }).parse(text);
  return found;
};

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
