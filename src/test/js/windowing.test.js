import assert from "node:assert/strict";
import { test } from "node:test";
import { Windowing } from "../../main/webapp/js/transcript/windowing.js";

const ids = Array.from({ length: 2000 }, (_, index) => `row-${index}`);
const total = ({ from, to, above, below }, windowing) => above + below + ids.slice(from, to).reduce((sum, id) => sum + windowing.heightOf(id), 0);

test("a short transcript is in the document as a whole", () => {
  const few = ids.slice(0, Windowing.FEW);
  assert.deepEqual(new Windowing().slice(few, { top: 0, bottom: 800 }), { from: 0, to: few.length, above: 0, below: 0 });
});

test("of a long one only what is around the view, and the space of the rest is kept", () => {
  const windowing = new Windowing();
  ids.forEach((id, index) => windowing.measured(id, 50 + (index % 7) * 40));
  const whole = ids.reduce((sum, id) => sum + windowing.heightOf(id), 0);
  for (const top of [0, 10_000, 170_000, whole - 800]) {
    const slice = windowing.slice(ids, { top, bottom: top + 800 });
    assert.equal(total(slice, windowing), whole);
    assert.ok(slice.above <= top && slice.above + (whole - slice.above - slice.below) >= Math.min(whole, top + 800), `at ${top}`);
    assert.ok(slice.to - slice.from < 100, `${slice.to - slice.from} rows at ${top}`);
  }
});

test("a small step does not move the window, a large one does", () => {
  const windowing = new Windowing();
  const first = windowing.slice(ids, { top: 50_000, bottom: 50_800 });
  assert.deepEqual(windowing.slice(ids, { top: 50_500, bottom: 51_300 }, first), first);
  assert.notEqual(windowing.slice(ids, { top: 53_000, bottom: 53_800 }, first).from, first.from);
});

test("rows that were never laid out are as high as the others are on average", () => {
  const windowing = new Windowing();
  windowing.measured("a", 100);
  windowing.measured("b", 300);
  windowing.measured("b", 200);
  assert.equal(windowing.heightOf("c"), 150);
});
