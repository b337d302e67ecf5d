import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { randomOf } from "./random-text.js";
import { canonical, looks, prefixes, streamed, whole } from "./shown.js";

/**
 * Texts and what they become. `ConversationHostileE2E` reads the same table in a browser, through the sanitiser.
 *
 * @type {{name: string, markdown: string, html: string, provisional?: "bold" | "code" | "link"}[]}
 */
const { rows } = JSON.parse(readFileSync(new URL("markdown-table.json", import.meta.url), "utf8"));

/** What the next character can still change: it may be shown as it was written. */
const UNDECIDED = [
  /[*_~`$]$/, // marks that may be more
  /(?:^|\n)[ \t>]*(?:[-=*_+#][-=*_+# \t]*|(?:[-*+] )*\d{1,9}[.)]?)$/, // a line that is only the mark of a block
  /(?:^|\n)[^\n]*\|[^\n]*\n[ \t|:-]*$/, // the rule of a table
  /(?:^|\n)[ \t>]*\[[^\]\n]+\]:[^\n]*$/, // the address of a label
  /@[\w.-]*$/, // an address of mail
];

for (const { name, markdown, html, provisional } of rows) {
  test(`whole: ${name}`, () => assert.equal(canonical(whole(markdown)), html));
  test(`streamed: ${name}`, () => {
    const { states, end } = streamed(markdown);
    assert.equal(canonical(end), html);
    const found = [...takenBack(markdown, states, looks(end)), ...withheld(markdown, states, looks(end))];
    // The few rows that are exceptions must be ones.
    if (provisional) assert.notDeepEqual(found, []);
    else assert.deepEqual(found, []);
  });
}

/**
 * The first rule: what is shown as it will be in the end is not hidden and gets no other look afterwards.
 *
 * @param {string} text
 * @param {string[][]} states
 * @param {string[]} final
 */
function takenBack(text, states, final) {
  const found = [];
  let before = { beginning: 0, common: 0 };
  states.forEach((state, index) => {
    const now = { beginning: beginning(state, final), common: common(state, final) };
    if (now.beginning < before.beginning || now.common < before.common) found.push(`taken back: ${JSON.stringify(prefixes(text)[index])}`);
    before = now;
  });
  return found;
}

/**
 * The second rule: the repair of unfinished Markdown withholds nothing. What the text so far would show as it will be in
 * the end, from here to the end, is shown so now.
 *
 * @param {string} text
 * @param {string[][]} states
 * @param {string[]} final
 */
function withheld(text, states, final) {
  const certain = prefixes(text).map((prefix) => beginning(looks(whole(prefix)), final));
  for (let index = certain.length - 2; index >= 0; index--) certain[index] = Math.min(certain[index], certain[index + 1]);
  return prefixes(text).filter((prefix, index) => !UNDECIDED.some((one) => one.test(prefix)) && beginning(states[index], final) < certain[index]);
}

/** @returns how many of the first characters are the same */
function beginning(one, other) {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count++;
  return count;
}

/** @returns the length of the longest sequence that both have (Wagner and Fischer) */
function common(one, other) {
  const start = beginning(one, other);
  if (start > 0) return start + common(one.slice(start), other.slice(start));
  let row = new Array(other.length + 1).fill(0);
  for (const character of one) {
    const next = [0];
    other.forEach((known, index) => next.push(character === known ? row[index] + 1 : Math.max(row[index + 1], next[index])));
    row = next;
  }
  return row[other.length];
}

test("the table is large, and its exceptions are few", () => {
  assert.ok(rows.length >= 150, `${rows.length} rows`);
  assert.ok(rows.filter(({ provisional }) => provisional).length <= 4);
  assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length, "names are unique");
});

const PIECES =
  "**,*,_,~~,~,`,``,```,- ,1. ,3. ,> ,# ,| x ,[a],[1],](https://e.example/a),https://e.example/y,（説明）,「重要」,な点,Bold,lower,5,$,$$,\\,\\(,\\),<b>,</b>,<div>,&amp;,👍,مرحبا, ,    ,!,(*),---,===,- [ ] ,me@e.example"
    .split(",")
    .concat("\n", "\n\n", "\t", "| a | b |\n|---|---|\n", "[1]: https://e.example\n");

test("any text ends as it is shown when it is whole", () => {
  for (let seed = 1; seed <= 150; seed++) {
    const random = randomOf(seed);
    let text = "";
    for (let count = 4 + random() * 20; count > 0; count--) text += PIECES[Math.floor(random() * PIECES.length)];
    assert.equal(canonical(streamed(text).end), canonical(whole(text)), JSON.stringify(text));
  }
});
