import assert from "node:assert/strict";
import { test } from "node:test";
import { RowWindow } from "../../main/webapp/js/elements/row-window.js";
import { Windowing } from "../../main/webapp/js/transcript/windowing.js";

const HEIGHT = 100;
const VIEW = 800;
const SCROLLER_TOP = 60;
const ids = Array.from({ length: 1000 }, (_, index) => `row-${index}`);

/** A transcript of rows that are all equally high, laid out as far as they are in the document. */
function laidOut(all = ids) {
  const at = { scrolled: 0, above: 0 };
  const classes = new Set();
  const host = {
    style: { paddingBlock: "" },
    classList: { toggle: (name, on) => (on ? classes.add(name) : classes.delete(name)) },
    getBoundingClientRect: () => ({ top: SCROLLER_TOP - at.scrolled }),
  };
  const scroller = { clientHeight: VIEW, getBoundingClientRect: () => ({ top: SCROLLER_TOP }) };
  const shown = new Map();
  const rows = new RowWindow(host, scroller, shown);
  /** Puts a slice of the rows into the document. */
  const put = ({ from, to }) => {
    shown.clear();
    at.above = Number.parseFloat(host.style.paddingBlock || "0");
    all.slice(from, to).forEach((id, index) => {
      const bottom = () => SCROLLER_TOP - at.scrolled + at.above + (index + 1) * HEIGHT;
      shown.set(id, { id, offsetHeight: HEIGHT, getBoundingClientRect: () => ({ bottom: bottom() }) });
    });
  };
  const show = (top, whole = false) => {
    at.scrolled = top;
    const slice = rows.arrange(all, whole);
    put(slice);
    return slice;
  };
  return { at, classes, host, rows, show, shown };
}

/** With the heights of all rows known. */
function measured() {
  const made = laidOut();
  made.show(0, true);
  made.rows.arrange(ids, false); // measures what is in the document
  return made;
}

test("a short transcript is in the document as a whole, and nothing is measured for it", () => {
  const few = ids.slice(0, Windowing.FEW);
  const { classes, host, rows, shown } = laidOut(few);
  shown.set("row-0", { get offsetHeight() { throw new Error("a layout"); } });
  assert.deepEqual(rows.arrange(few, false), { from: 0, to: few.length });
  assert.deepEqual([classes.size, host.style.paddingBlock], [0, ""]);
  assert.equal(rows.staying(few), undefined);
});

test("of a long one there is what is around the view, and the space of the rest above and below", () => {
  const { classes, host, show } = measured();
  const { from, to } = show(50_000);
  assert.ok(from * HEIGHT <= 50_000 - Windowing.SLACK && to * HEIGHT >= 50_000 + VIEW + Windowing.SLACK, `${from} to ${to}`);
  assert.ok(to - from < 60, `${to - from} rows`);
  assert.equal(host.style.paddingBlock, `${from * HEIGHT}px ${(ids.length - to) * HEIGHT}px`);
  assert.deepEqual([...classes], ["windowed"]);
});

test("all are there while all are wanted, without any space", () => {
  const { classes, host, rows, show } = measured();
  show(50_000);
  assert.deepEqual(rows.arrange(ids, true), { from: 0, to: ids.length });
  assert.deepEqual([classes.size, host.style.paddingBlock], [0, ""]);
  assert.equal(rows.staying(ids), undefined);
});

test("a small step needs no other rows", () => {
  const { at, rows, show } = measured();
  const before = show(50_000);
  at.scrolled = 50_300;
  assert.equal(rows.staying(ids), undefined);
  assert.deepEqual(rows.arrange(ids, false), before);
});

test("a larger step keeps the first row that is in view in its place", () => {
  const { at, rows, show } = measured();
  const { to } = show(50_000);
  at.scrolled = 51_050;
  assert.equal(rows.staying(ids)?.id, "row-510");
  const next = rows.arrange(ids, false);
  assert.ok(next.to > to, `${next.to} after ${to}`);
});

test("a row whose end only touches the top is not in view", () => {
  const { at, rows, show } = measured();
  show(50_000);
  at.scrolled = 51_000;
  assert.equal(rows.staying(ids)?.id, "row-510");
});

test("who jumps far away has no row in view that stays", () => {
  const { at, rows, show } = measured();
  show(50_000);
  at.scrolled = 90_000;
  assert.equal(rows.staying(ids), null);
});

test("nothing stays where there are no rows", () => {
  const { rows, show } = measured();
  show(50_000);
  assert.equal(rows.staying([]), undefined);
});

test("a row that has left the document is as high as it was there", () => {
  const { rows, show, shown } = laidOut();
  shown.set("row-7", { offsetHeight: 340 });
  shown.set("row-8", { offsetHeight: 60 });
  show(50_000);
  assert.equal(rows.heightOf(["row-7", "row-8"]), 400);
  assert.equal(rows.heightOf(["row-900"]), 200, "as rows are on average");
  assert.equal(rows.heightOf([]), 0);
});
