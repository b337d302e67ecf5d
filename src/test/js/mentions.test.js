import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { mentionsIn, Names } from "../../main/webapp/js/session/mentions.js";

const table = JSON.parse(readFileSync(new URL("mentions-table.json", import.meta.url), "utf8"));
const NAMES = [
  "guide", "gpt-4", "gpt-4.1", "gpt-4o", "gpt-40", "openai/gpt-4.1", "llama3.2:3b", "Ada", "Ada Lovelace", "Zoë", "O'Brien", "太郎", "عمر", "🦊",
];
const names = NAMES.reduce((all, name) => all.add(name, name), new Names());

for (const { text, mentions } of table) {
  test(`what is mentioned in ${JSON.stringify(text)}`, () => assert.deepEqual(mentionsIn(text, names), mentions));
}

test("of names that look the same the first counts, unless another is written exactly so", () => {
  assert.deepEqual(mentionsIn("@o1 @ol @0l", new Names().add("o1", 1).add("ol", 2)), [1, 2, 1]);
});

test("hostile text takes little time", () => {
  const start = performance.now();
  for (const piece of ["@", "`", "``` \n", "`\n", "@a ", "@a.-", "``@```", "> "]) {
    assert.deepEqual(mentionsIn(`${piece.repeat(16_384 / piece.length)}@none`, names), [], piece);
  }
  assert.ok(performance.now() - start < 2000);
});
