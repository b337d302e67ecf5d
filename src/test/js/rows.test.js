import assert from "node:assert/strict";
import { test } from "node:test";
import { Rows } from "../../main/webapp/js/transcript/rows.js";

const row = (id, status = "posted") => ({ id, status });
const ids = (rows) => rows.map(({ id }) => id);

function filled() {
  const rows = new Rows();
  for (const one of [row("a"), row("b"), row("x", "pending"), row("y", "unsent")]) rows.append(one);
  return rows;
}

test("what is confirmed comes before what is still on its way", () => {
  const rows = filled();
  rows.confirm(row("c"));
  assert.deepEqual(ids(rows.all), ["a", "b", "c", "x", "y"]);
});

test("a row that is taken to be confirmed is there once", () => {
  const rows = filled();
  const x = rows.find("x");
  rows.take(x);
  x.status = "posted";
  rows.confirm(x);
  assert.deepEqual(ids(rows.all), ["a", "b", "x", "y"]);
  assert.equal(rows.find("x"), x);
});

test("a page leaves what stands before it, and what is on its way and not in it", () => {
  const { before, local, hole } = filled().around(new Set(["b", "x"]));
  assert.deepEqual([ids(before), ids(local), hole], [["a"], ["y"], false]);
});

test("a page that does not reach back leaves a hole, and nothing before it", () => {
  const { before, local, hole } = filled().around(new Set(["z"]));
  assert.deepEqual([ids(before), ids(local), hole], [[], ["x", "y"], true]);
});

test("before the first row there is no hole", () => {
  assert.equal(new Rows().around(new Set(["a"])).hole, false);
});
