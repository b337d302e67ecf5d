import assert from "node:assert/strict";
import { test } from "node:test";
import { codePoints } from "../../main/webapp/js/drafts/code-points.js";
import { operations } from "../../main/webapp/js/drafts/diff.js";
import { applied, DraftBook } from "../../main/webapp/js/drafts/draft-book.js";
import { DraftSender } from "../../main/webapp/js/drafts/draft-sender.js";
import { pace } from "../../main/webapp/js/drafts/pace.js";
import { HeldClock } from "./held-clock.js";
import { randomEdit, randomOf } from "./random-text.js";

function typist(connected = true) {
  const clock = new HeldClock();
  const frames = [];
  const link = { connected };
  let minted = 0;
  const sender = new DraftSender({
    clock,
    mint: () => `draft-${++minted}`,
    pace: () => 70,
    send: (frame) => link.connected && frames.push(frame) > 0,
  });
  return { clock, frames, link, sender };
}

test("the difference is found between the first and the last changed code point", () => {
  const ops = operations(codePoints("I like 🍎s"), codePoints("I like 🍐s"));
  assert.deepEqual(ops, [
    { op: "erase", at: 8, count: 1 },
    { op: "insert", at: 7, text: "🍐" },
  ]);
});

test("a letter repeated is inserted once", () => {
  assert.deepEqual(operations(codePoints("aa"), codePoints("aaa")), [{ op: "insert", at: 2, text: "a" }]);
});

test("random edits arrive on the other side as they were made", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomOf(seed);
    const { clock, frames, sender } = typist();
    const book = new DraftBook();
    let text = "";
    for (let step = 0; step < 40; step++) {
      text = randomEdit(text, random);
      sender.edit(text);
      if (random() < 0.6) clock.advance(70);
    }
    clock.advance(1000);
    for (const frame of frames) book.apply({ participant_id: "ada", ...frame }, 0);
    const [draft] = book.all;
    assert.equal(draft?.points.join("") ?? "", codePoints(text).join(""), `seed ${seed}`);
    assert.equal(draft?.frozen ?? false, false);
  }
});

test("keystrokes within the window travel together and are numbered without gaps", () => {
  const { clock, frames, sender } = typist();
  sender.edit("h");
  sender.edit("he");
  clock.advance(70);
  sender.edit("hey");
  clock.advance(70);
  assert.deepEqual(frames.map(({ event, seq }) => [event, seq]), [["new", 1], ["edit", 2]]);
  assert.deepEqual(frames[0].ops, [{ op: "insert", at: 0, text: "he" }]);
});

test("an emptied composer cancels the draft, and the next text is another one", () => {
  const { clock, frames, sender } = typist();
  sender.edit("no");
  clock.advance(70);
  sender.edit("");
  clock.advance(70);
  sender.edit("yes");
  clock.advance(70);
  assert.deepEqual(frames.map(({ event, draft_id: id }) => [event, id]), [
    ["new", "draft-1"],
    ["cancel", "draft-1"],
    ["new", "draft-2"],
  ]);
});

test("a posted text names its draft, and nothing of it follows", () => {
  const { clock, frames, sender } = typist();
  sender.edit("hello");
  clock.advance(70);
  sender.edit("hello!");
  assert.equal(sender.posted(), "draft-1");
  clock.advance(1000);
  assert.equal(frames.length, 1);
});

test("after a reconnection the draft begins anew, with the whole text", () => {
  const { clock, frames, link, sender } = typist();
  sender.edit("one");
  clock.advance(70);
  link.connected = false;
  sender.edit("one two");
  clock.advance(70);
  link.connected = true;
  sender.reconnected();
  clock.advance(70);
  const { event, draft_id: id, seq, ops } = frames.at(-1);
  assert.deepEqual([event, id, seq, ops], ["new", "draft-2", 1, [{ op: "insert", at: 0, text: "one two" }]]);
});

test("a refused update is made good by the whole text, under the next number", () => {
  const { clock, frames, sender } = typist();
  sender.edit("one");
  clock.advance(70);
  sender.refused();
  clock.advance(70);
  const { event, draft_id: id, seq } = frames.at(-1);
  assert.deepEqual([event, id, seq], ["reset", "draft-1", 2]);
});

test("after a long pause the whole text goes out with the next letter", () => {
  const { clock, frames, sender } = typist();
  sender.edit("one");
  clock.advance(DraftSender.PAUSE_MS + 1000);
  sender.edit("one.");
  clock.advance(70);
  assert.deepEqual(frames.map(({ event }) => event), ["new", "reset"]);
});

test("what the server would take out is not counted", () => {
  assert.deepEqual(codePoints("a\u202eb\ud800c").join(""), "ab\ufffdc");
  assert.equal(codePoints(`z${"\u0301".repeat(30)}`).length, 1 + 8);
});

test("a long paste is withheld until it is sent or taken back", () => {
  const { clock, frames, sender } = typist();
  sender.edit("look: ");
  clock.advance(70);
  sender.edit(`look: ${"x".repeat(500)}`);
  clock.advance(1000);
  assert.equal(frames.length, 1);
  assert.equal(sender.withheld, true);
  sender.edit("look: ok");
  clock.advance(70);
  assert.equal(sender.withheld, false);
  assert.deepEqual(frames.at(-1).ops, [{ op: "insert", at: 6, text: "ok" }]);
});

test("who does not share sends nothing, and what was shared is taken back", () => {
  const { clock, frames, sender } = typist();
  sender.edit("secr");
  clock.advance(70);
  sender.share(false);
  sender.edit("secret");
  clock.advance(1000);
  assert.deepEqual(frames.map(({ event }) => event), ["new", "cancel"]);
  sender.share(true);
  clock.advance(70);
  assert.equal(frames.at(-1).event, "new");
});

test("an exceeded budget is waited for, and then the whole text goes out", () => {
  const { clock, frames, sender } = typist();
  sender.edit("a");
  clock.advance(70);
  sender.throttled(2000);
  sender.edit("ab");
  clock.advance(1900);
  assert.equal(frames.length, 1);
  clock.advance(200);
  assert.equal(frames.at(-1).event, "reset");
});

test("a receiver freezes on a gap and goes on with a reset", () => {
  const book = new DraftBook();
  const draft = { participant_id: "ada", draft_id: "d" };
  book.apply({ ...draft, seq: 1, event: "new", ops: [{ op: "insert", at: 0, text: "abc" }] }, 0);
  book.apply({ ...draft, seq: 3, event: "edit", ops: [{ op: "insert", at: 3, text: "!" }] }, 0);
  book.apply({ ...draft, seq: 4, event: "edit", ops: [{ op: "insert", at: 3, text: "?" }] }, 0);
  assert.equal(book.all[0].points.join(""), "abc");
  book.apply({ ...draft, seq: 5, event: "reset", ops: [{ op: "insert", at: 0, text: "abcd" }] }, 0);
  book.apply({ ...draft, seq: 6, event: "edit", ops: [{ op: "erase", at: 1, count: 1 }] }, 0);
  assert.equal(book.all[0].points.join(""), "bcd");
});

test("positions beyond the text are clipped and unknown operations ignored", () => {
  const hostile = [
    { op: "insert", at: 99, text: "b" },
    { op: "insert", at: -5, text: "a" },
    { op: "erase", at: 99, count: -3 },
    { op: "wave", at: 0 },
  ];
  assert.equal(applied([], /** @type {any} */ (hostile)).join(""), "ab");
  assert.equal(applied(["a", "b"], [{ op: "erase", at: 1, count: 9 }]).join(""), "b");
});

test("nothing of a draft comes after the message that took its place", () => {
  const book = new DraftBook();
  book.apply({ participant_id: "ada", draft_id: "d", seq: 1, event: "new", ops: [] }, 0);
  book.end("d");
  book.apply({ participant_id: "ada", draft_id: "d", seq: 2, event: "reset", ops: [] }, 0);
  assert.deepEqual(book.all, []);
});

test("one's own draft in a snapshot stays out of sight until it changes", () => {
  const book = new DraftBook();
  const now = 1_000_000;
  book.snapshot([{ participant_id: "me", draft_id: "d", seq: 1, text: "a" }], now, "me");
  assert.ok(now - book.all[0].changedAt >= DraftBook.HIDES_MS);
  book.apply({ participant_id: "me", draft_id: "d", seq: 2, event: "edit", ops: [] }, now + 5);
  assert.equal(book.all[0].changedAt, now + 5);
});

test("a snapshot replaces all drafts", () => {
  const book = new DraftBook();
  book.apply({ participant_id: "ada", draft_id: "old", seq: 1, event: "new", ops: [] }, 0);
  book.snapshot([{ participant_id: "bob", draft_id: "new", seq: 4, text: "👍 yes" }], 0);
  book.apply({ participant_id: "bob", draft_id: "new", seq: 5, event: "edit", ops: [{ op: "erase", at: 2, count: 2 }] }, 0);
  assert.deepEqual(book.all.map(({ id, points }) => [id, points.join("")]), [["new", "yes"]]);
});

test("updates are gathered longer as the room fills and the network stalls", () => {
  assert.equal(pace({ participants: 2, buffered: 0 }), 70);
  assert.ok(pace({ participants: 60, buffered: 0 }) >= 200);
  assert.ok(pace({ participants: 2, buffered: 10_000 }) > 300);
  assert.equal(pace({ participants: 5000, buffered: 1e7 }), 700);
});
