import assert from "node:assert/strict";
import { test } from "node:test";
import { pieceWords, piecePoints, withPasted } from "../../main/webapp/js/conversation/pasted.js";
import { ComposerDraft } from "../../main/webapp/js/drafts/composer-draft.js";
import { EditDrafts } from "../../main/webapp/js/drafts/edit-drafts.js";
import { Store } from "../../main/webapp/js/storage.js";
import { MemoryStorage } from "./memory-storage.js";
import { SmallStorage } from "./small-storage.js";

const HUGE = "x".repeat(6_500_000);

test("a draft follows its conversation once that has an id, pieces and all", () => {
  const storage = new MemoryStorage();
  const draft = new ComposerDraft(storage, "new");
  draft.write("half a thought");
  draft.add("a piece");
  draft.moveTo("0192");
  draft.write("half a thought, and more");

  const another = new ComposerDraft(storage, "new");
  assert.deepEqual([another.text, another.pieces], ["", []]);
  const again = new ComposerDraft(storage, "0192");
  assert.deepEqual([again.text, again.pieces], ["half a thought, and more", ["a piece"]]);
});

test("what is written after the move leaves the next new conversation alone", () => {
  const storage = new MemoryStorage();
  const draft = new ComposerDraft(storage, "new");
  draft.moveTo("0192");
  draft.write("late");
  draft.add("late piece");
  assert.equal(storage.getItem("parley.draft.new"), null);
  assert.equal(storage.getItem("parley.pasted.new"), null);
  const next = new ComposerDraft(storage, "new");
  next.write("another");
  assert.equal(new ComposerDraft(storage, "0192").text, "late");
});

test("a draft that was sent leaves nothing behind", () => {
  const storage = new MemoryStorage();
  const draft = new ComposerDraft(storage, "0192");
  draft.write("text");
  draft.add("piece");
  draft.clear();
  assert.equal(storage.getItem("parley.draft.0192"), null);
  assert.equal(storage.getItem("parley.pasted.0192"), null);
});

test("a piece of megabytes is there and can be taken away; the others survive a reload", () => {
  const storage = new SmallStorage(5_000_000);
  const draft = new ComposerDraft(new Store(storage), "0192");
  draft.write("look");
  draft.add("small");
  draft.add(HUGE);
  draft.add("small too");
  assert.deepEqual(draft.pieces.map(({ length }) => length), [5, 6_500_000, 9]);
  const reloaded = new ComposerDraft(new Store(storage), "0192");
  assert.deepEqual([reloaded.text, reloaded.pieces], ["look", ["small", "small too"]]);
  assert.equal(draft.take(1)?.length, 6_500_000);
  assert.deepEqual(draft.pieces, ["small", "small too"]);
});

test("it says how long a piece is, what is too much, and what a reload would lose", () => {
  assert.equal(pieceWords("one\ntwo\n"), "Pasted: 3 lines");
  assert.equal(pieceWords("😀".repeat(16_385)), "Pasted: 1 line · 1 character too long");
  assert.equal(pieceWords(HUGE), "Pasted: 1 line · 6,483,616 characters too long · lost when you reload");
});

test("pieces count as the message will have them", () => {
  assert.equal(piecePoints([]), 0);
  assert.equal(piecePoints(["😀\n"]) + "text".length, Array.from(withPasted("text", ["😀\n"])).length);
  assert.equal(piecePoints(["a", "b"]) + "text".length, Array.from(withPasted("text", ["a", "b"])).length);
});

test("a draft that something else wrote is none", () => {
  const storage = new MemoryStorage();
  for (const value of ["{", "null", '"text"', "[1, null]"]) {
    storage.setItem("parley.pasted.0192", value);
    assert.deepEqual(new ComposerDraft(storage, "0192").pieces, []);
  }
});

test("a changed message survives a reload until it is sent or given up", () => {
  const storage = new MemoryStorage();
  const edits = new EditDrafts(storage, "0192");
  edits.write("m1", "better");
  edits.write("m2", "worse");
  edits.end("m2");
  assert.deepEqual(new EditDrafts(storage, "0192").all, [["m1", "better"]]);
  assert.deepEqual(new EditDrafts(storage, "0193").all, []);
  edits.end("m1");
  assert.equal(storage.getItem("parley.edits.0192"), null);
  storage.setItem("parley.edits.0192", "3");
  assert.deepEqual(new EditDrafts(storage, "0192").all, []);
});
