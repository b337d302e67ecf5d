import assert from "node:assert/strict";
import { test } from "node:test";
import { Branches } from "../../main/webapp/js/conversation/branches.js";

const ROOT = "conversation";
const says = (id, parentId) => ({ id, role: "user", parentId });
const replies = (id, parentId) => ({ id, role: "assistant", parentId });
const ids = (nodes) => nodes.map(({ id }) => id).join(" ");

const TURNS = [says("m1"), replies("r1", "m1"), says("m2", "r1"), replies("r2", "m2")];

test("a conversation without branches is one path", () => {
  assert.equal(ids(new Branches(TURNS, ROOT).path()), "m1 r1 m2 r2");
});

test("a message without a parent follows what stands before it on the log", () => {
  const branches = new Branches([says("m1"), replies("r1", "m1"), says("m2")], ROOT);
  assert.equal(branches.parentOf("m2"), "r1");
  assert.equal(branches.parentOf("m1"), ROOT);
});

test("another reply stands beside the first, and the newest is shown", () => {
  const nodes = [...TURNS, replies("r2b", "m2")];
  const branches = new Branches(nodes, ROOT);
  assert.equal(ids(branches.path()), "m1 r1 m2 r2b");
  assert.deepEqual(branches.place(nodes[4]), { number: 2, ids: ["r2", "r2b"] });
  assert.deepEqual(branches.place(nodes[0]), { number: 1, ids: ["m1"] });
});

test("another reply to an earlier message leaves what followed the first on its own branch", () => {
  const branches = new Branches([...TURNS, replies("r1b", "m1")], ROOT);
  assert.equal(ids(branches.path()), "m1 r1b");
  assert.equal(ids(branches.path(new Map([["m1", "r1"]]))), "m1 r1 m2 r2");
});

test("an edited message stands beside the one it was", () => {
  const nodes = [...TURNS, says("m2b", "r1"), replies("r2b", "m2b")];
  const branches = new Branches(nodes, ROOT);
  assert.equal(ids(branches.path()), "m1 r1 m2b r2b");
  assert.deepEqual(branches.place(nodes[4]), { number: 2, ids: ["m2", "m2b"] });
});

test("an edit of the first message begins the conversation anew", () => {
  const nodes = [...TURNS, says("m1b", ROOT), replies("r1b", "m1b")];
  const branches = new Branches(nodes, ROOT);
  assert.equal(ids(branches.path()), "m1b r1b");
  assert.deepEqual(branches.place(nodes[4]), { number: 2, ids: ["m1", "m1b"] });
  assert.equal(ids(branches.path(new Map([[ROOT, "m1"]]))), "m1 r1 m2 r2");
});

test("the way to a row on another branch is known, and below it the newest is followed", () => {
  const nodes = [...TURNS, says("m2b", "r1"), replies("r2b", "m2b"), says("m1b", ROOT)];
  const branches = new Branches(nodes, ROOT);
  assert.equal(ids(branches.path(branches.towards("m2"))), "m1 r1 m2 r2");
  assert.equal(ids(branches.path(branches.towards("r1"))), "m1 r1 m2b r2b");
});

test("of a log whose beginning is not here yet, the path begins with what is", () => {
  const branches = new Branches([replies("r1", "m1"), says("m2", "r1"), replies("r2", "m2")], ROOT, false);
  assert.equal(ids(branches.path()), "r1 m2 r2");
});

test("siblings have the same role: a message after an unanswered one is not its other reply", () => {
  const nodes = [says("m1"), says("m2", "m1"), replies("r1", "m1")];
  assert.deepEqual(new Branches(nodes, ROOT).place(nodes[2]), { number: 1, ids: ["r1"] });
});

test("what followed a message that was removed follows what stands before it", () => {
  assert.equal(ids(new Branches([says("m1"), says("m2", "removed"), replies("r2", "m2")], ROOT).path()), "m1 m2 r2");
});

test("nobody walks in circles for messages that name each other", () => {
  const branches = new Branches([says("m1"), says("m2", "m3"), says("m3", "m2")], ROOT);
  assert.ok(branches.path().length <= 3);
  assert.ok(branches.path(branches.towards("m3")).length <= 3);
});

test("nothing at all has an empty path", () => {
  assert.deepEqual(new Branches([], ROOT).path(), []);
});
