import assert from "node:assert/strict";
import { test } from "node:test";
import { NextMessages } from "../../main/webapp/js/conversation/next-messages.js";
import { Store } from "../../main/webapp/js/storage.js";
import { Preferences } from "../../main/webapp/js/session/preferences.js";
import { Outbox } from "../../main/webapp/js/transcript/outbox.js";
import { SmallStorage } from "./small-storage.js";

test("what does not fit lasts as long as the page, and is said once", () => {
  const storage = new SmallStorage(100);
  const store = new Store(storage);
  const lost = [];
  store.lost.on((key) => lost.push(key));
  store.setItem("draft", "x".repeat(60));
  store.setItem("draft", "y".repeat(200));
  store.setItem("draft", "z".repeat(201));
  assert.equal(store.getItem("draft"), "z".repeat(201));
  assert.deepEqual(lost, ["draft"]);
  assert.ok(store.isLost("draft"));
  assert.equal(storage.getItem("draft"), null, "nothing older comes back after a reload");
});

test("what fits again is kept again", () => {
  const storage = new SmallStorage(100);
  const store = new Store(storage);
  const lost = [];
  store.lost.on((key) => lost.push(key));
  store.setItem("draft", "y".repeat(200));
  store.setItem("draft", "short");
  assert.equal(storage.getItem("draft"), "short");
  assert.equal(store.isLost("draft"), false);
  store.setItem("draft", "y".repeat(200));
  assert.deepEqual(lost, ["draft", "draft"]);
  store.removeItem("draft");
  assert.equal(store.getItem("draft"), null);
});

test("one item that is far too long takes no room from the others", () => {
  const storage = new SmallStorage(5_000_000);
  const store = new Store(storage);
  store.setItem("paste", "x".repeat(Store.LONGEST + 1));
  assert.equal(storage.getItem("paste"), null);
  store.setItem("other", "kept");
  assert.equal(storage.getItem("other"), "kept");
});

test("where nothing can be kept everything works for this page", () => {
  for (const storage of [undefined, new SmallStorage(0)]) {
    const store = new Store(storage);
    const outbox = new Outbox(store, "outbox");
    outbox.add({ messageId: "m", text: "hello", createdAt: "" });
    assert.equal(new Outbox(store, "outbox").items[0].text, "hello");
    const next = new NextMessages(store, "next");
    next.add("later");
    assert.equal(new NextMessages(store, "next").take(), "later");
    const preferences = new Preferences(store);
    preferences.set({ theme: "dark" });
    assert.equal(preferences.values.theme, "dark");
  }
});
