import assert from "node:assert/strict";
import { test } from "node:test";
import { ScrollPolicy } from "../../main/webapp/js/transcript/scroll-policy.js";

const viewport = 500;

/** A scroller of a given height, at its end. */
function atEnd(height = 2000) {
  const policy = new ScrollPolicy();
  const top = policy.jump({ height, viewport });
  policy.scrolled({ top, height, viewport });
  return { policy, top, height };
}

test("it follows the end while the content grows", () => {
  const { policy, top, height } = atEnd();
  assert.equal(policy.resized({ top, height: height + 40, viewport }), top + 40);
});

test("its own scroll, arriving late, is not taken for the reader's", () => {
  const { policy, top, height } = atEnd();
  const target = policy.resized({ top, height: height + 400, viewport });
  policy.scrolled({ top: target, height: height + 900, viewport });
  assert.equal(policy.pinned, true);
  assert.equal(policy.resized({ top: target, height: height + 900, viewport }), height + 400);
});

test("three pixels upward let the reader read", () => {
  const { policy, top, height } = atEnd();
  policy.scrolled({ top: top - 2, height, viewport });
  assert.equal(policy.pinned, true);
  policy.scrolled({ top: top - 6, height, viewport });
  assert.equal(policy.pinned, false);
  assert.equal(policy.resized({ top: top - 6, height: height + 100, viewport }), undefined);
});

test("coming back to within sixty pixels follows again, and only when moving down", () => {
  const { policy, top, height } = atEnd();
  policy.scrolled({ top: top - 300, height, viewport });
  policy.scrolled({ top: top - 70, height, viewport });
  assert.equal(policy.pinned, false);
  policy.scrolled({ top: top - 50, height, viewport });
  assert.equal(policy.pinned, true);
  policy.scrolled({ top: top - 55, height, viewport });
  assert.equal(policy.pinned, false);
});

test("the way back is offered from two hundred pixels on, and leads there", () => {
  const { policy, top, height } = atEnd();
  policy.scrolled({ top: top - 150, height, viewport });
  assert.equal(policy.far, false);
  policy.resized({ top: top - 150, height: height + 100, viewport });
  assert.equal(policy.far, true);
  assert.equal(policy.jump({ height: height + 100, viewport }), height + 100 - viewport);
  assert.equal(policy.far, false);
});

test("content that shrinks at the end does not count as scrolling up", () => {
  const { policy, top, height } = atEnd();
  policy.scrolled({ top: top - 80, height: height - 80, viewport });
  assert.equal(policy.pinned, true);
});

test("a keyboard that covers half of the screen keeps the end in view", () => {
  const { policy, top, height } = atEnd();
  assert.equal(policy.resized({ top, height, viewport: 250 }), height - 250);
});

test("earlier rows above move nothing for the reader", () => {
  const { policy, top, height } = atEnd();
  policy.scrolled({ top: 100, height, viewport });
  policy.shifted(1100);
  policy.scrolled({ top: 1100, height: height + 1000, viewport });
  assert.equal(policy.pinned, false);
});
