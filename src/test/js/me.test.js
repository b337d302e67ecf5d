import assert from "node:assert/strict";
import { test } from "node:test";
import { belongsHere, whatGoes, whatIsLost } from "../../main/webapp/js/me/belongings.js";
import { forget } from "../../main/webapp/js/me/forget.js";
import { squares } from "../../main/webapp/js/me/squares.js";
import library from "../../main/webapp/vendor/qrcode-generator/qrcode.js";

const count = (conversations, messages = 0, shares = 0, ratings = 0) => ({ conversations, messages, shares, ratings });

test("a sentence says what hangs on this browser", () => {
  assert.match(belongsHere(count(12)), /^Your 12 private conversations belong to this browser\. If you clear its cookies, you lose them,/);
  assert.match(belongsHere(count(1)), /^Your 1 private conversation belongs to this browser\. .* unless you export it or take it to/);
  assert.match(belongsHere(count(10_000)), /^Your 10,000 or more private conversations belong/);
  assert.match(belongsHere(count(0, 3)), /^What you write here belongs to this browser\./);
  assert.match(belongsHere(undefined), /^Your conversations belong to this browser\./);
});

test("what goes is listed without what there is none of", () => {
  assert.deepEqual(whatGoes(count(2, 1, 1, 1)), [
    "2 private conversations",
    "1 message in rooms, and copies of them",
    "1 shared link",
    "1 rating",
    "Your name, on this and all other devices",
  ]);
  assert.deepEqual(whatGoes(count(0)), ["Your name, on this and all other devices"]);
});

test("a device that becomes another guest is told what it loses", () => {
  assert.equal(
    whatIsLost("Bold Heron", count(2, 1)),
    "This device is Bold Heron now. You lose access to 2 private conversations and 1 message in rooms of Bold Heron.",
  );
  assert.equal(whatIsLost("Bold Heron", count(0, 0, 1)), "");
  assert.equal(whatIsLost("Bold Heron", undefined), "");
});

test("only what these pages keep of the guest is forgotten", () => {
  const items = new Map(Object.entries({ "parley.draft.new": "a", "parley.seen": "b", "parley.preferences": "{}", other: "c" }));
  forget({
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => items.delete(key),
  });
  assert.deepEqual([...items.keys()], ["parley.preferences", "other"]);
});

test("a link is a code with its finder patterns and a quiet zone", () => {
  const { size, path } = squares("https://parley.example/take#NqkWC9IVHCeKhE-ME-WDAGWLZ84v_2XM", library);
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
  assert.ok(size >= 29 + 8 && (size - 8 - 17) % 4 === 0, `size ${size}`);
  const far = size - 4 - 7;
  for (const [x, y] of [[4, 4], [far, 4], [4, far]]) {
    for (let at = 0; at < 7; at++) {
      assert.ok(dark.has(`${x + at} ${y}`) && dark.has(`${x} ${y + at}`), "a frame of seven squares");
      if (at > 0 && at < 6) assert.ok(!dark.has(`${x + at} ${y + 1}`), "a light ring within");
    }
    assert.ok(dark.has(`${x + 3} ${y + 3}`), "a dark middle");
  }
  for (const place of dark) {
    const [x, y] = place.split(" ").map(Number);
    assert.ok(Math.min(x, y) >= 4 && Math.max(x, y) < size - 4, `the quiet zone is dark at ${place}`);
  }
});
