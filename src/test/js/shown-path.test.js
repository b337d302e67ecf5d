import assert from "node:assert/strict";
import { test } from "node:test";
import { ShownPath } from "../../main/webapp/js/conversation/shown-path.js";
import { MemoryStorage } from "./memory-storage.js";

const ID = "c";
const row = (id, parentId, status = "posted") => ({ id, parentId, status, role: id.startsWith("r") ? "assistant" : "user" });
const OLDER = [row("m1", ID), row("r1", "m1", "finished")];
const NEWEST = [row("m2", ID), row("r2", "m2", "finished")];
const BRANCHES = [...OLDER, ...NEWEST];
const shown = (path) => path.rows.map(({ id }) => id).join(" ");

/** A path that shows the older branch. */
function strayed(storage = new MemoryStorage()) {
  const path = new ShownPath(storage, ID);
  path.show(BRANCHES, ID, true);
  path.choose("r1");
  path.show(BRANCHES, ID, true);
  assert.equal(shown(path), "m1 r1");
  return path;
}

test("the newest branch needs no name", () => {
  const path = new ShownPath(new MemoryStorage(), ID);
  path.show(BRANCHES, ID, true);
  assert.deepEqual([shown(path), path.shownEnd], ["m2 r2", undefined]);
});

for (const status of ["pending", "unsent"]) {
  test(`another branch is named by its last message that the server knows, not by one that is ${status}`, () => {
    const storage = new MemoryStorage();
    const path = strayed(storage);
    path.show([...BRANCHES, row("mine", "r1", status), row("another", "r2", "pending")], ID, true);
    assert.deepEqual([shown(path), path.shownEnd], ["m1 r1 mine", "r1"]);
    assert.equal(storage.getItem(`parley.branch.${ID}`), "r1");
  });
}

test("a branch of which the server knows nothing has no name", () => {
  const path = new ShownPath(new MemoryStorage(), ID);
  const rows = [row("mine", ID, "pending"), ...NEWEST];
  path.show(rows, ID, true);
  path.choose("mine");
  path.show(rows, ID, true);
  assert.deepEqual([shown(path), path.shownEnd], ["mine", undefined]);
});

test("a branch whose end is not here yet keeps its name while the newest is shown", () => {
  const storage = new MemoryStorage();
  strayed(storage);
  const path = new ShownPath(storage, ID);
  path.show(NEWEST, ID, false);
  assert.deepEqual([shown(path), path.wanted, path.shownEnd], ["m2 r2", "r1", "r1"]);
  assert.equal(storage.getItem(`parley.branch.${ID}`), "r1");
  path.show(BRANCHES, ID, true);
  assert.deepEqual([shown(path), path.wanted, path.shownEnd], ["m1 r1", undefined, "r1"]);
});

test("who goes to a branch wants no other any more", () => {
  const storage = new MemoryStorage();
  strayed(storage);
  const path = new ShownPath(storage, ID);
  path.show(NEWEST, ID, false);
  path.choose("m2");
  path.show(BRANCHES, ID, true);
  assert.deepEqual([shown(path), path.shownEnd], ["m2 r2", undefined]);
  assert.equal(storage.getItem(`parley.branch.${ID}`), null);
});

test("a conversation that does not exist yet keeps no branch until it begins", () => {
  const storage = new MemoryStorage();
  const path = new ShownPath(storage, "");
  assert.equal(path.wanted, undefined);
  const versions = [row("m1", "above"), row("m2", "above")];
  path.show(versions, "", false);
  path.choose("m1");
  path.show(versions, "", false);
  assert.deepEqual([path.shownEnd, storage.getItem("parley.branch.")], ["m1", null]);
  path.begin(ID);
  path.show(BRANCHES, ID, true);
  path.choose("r1");
  path.show(BRANCHES, ID, true);
  assert.equal(storage.getItem(`parley.branch.${ID}`), "r1");
});
