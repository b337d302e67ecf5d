import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped } from "../../main/webapp/js/sidebar/groups.js";
import { Deletions } from "../../main/webapp/js/sidebar/deletions.js";
import { pieces } from "../../main/webapp/js/sidebar/marks.js";
import { Refusal } from "../../main/webapp/js/http.js";
import { failure, leftOut, SearchPages } from "../../main/webapp/js/sidebar/search-pages.js";
import { Seen } from "../../main/webapp/js/sidebar/seen.js";
import { HeldClock } from "./held-clock.js";
import { MemoryStorage } from "./memory-storage.js";

const NOW = new Date(2026, 10, 21, 15, 0);
const all = async (found) => {
  const items = [];
  for await (const some of found) items.push(some);
  return items;
};
const at = (...parts) => new Date(...parts).toISOString();

test("conversations stand under the day they were last spoken in, the newest first", () => {
  const groups = grouped(
    [
      { id: "old", updatedAt: at(2026, 9, 1) },
      { id: "week", updatedAt: at(2026, 10, 14, 0, 0) },
      { id: "morning", updatedAt: at(2026, 10, 21, 0, 0) },
      { id: "evening", updatedAt: at(2026, 10, 20, 23, 59) },
      { id: "now", updatedAt: at(2026, 10, 21, 14, 59) },
    ],
    NOW,
  );
  assert.deepEqual(groups.map(({ name, entries }) => [name, entries.map(({ id }) => id).join(" ")]), [
    ["Today", "now morning"],
    ["Yesterday", "evening"],
    ["Previous 7 days", "week"],
    ["Older", "old"],
  ]);
});

test("what was there before this browser came is not unread, what comes is, until it is seen", () => {
  const storage = new MemoryStorage();
  const seen = new Seen(storage, 1000);
  assert.equal(seen.isUnread("a", 900), false);
  assert.equal(seen.isUnread("a", 1100), true);
  seen.mark("a", 1100);
  assert.equal(new Seen(storage, 5000).isUnread("a", 1100), false);
  assert.equal(new Seen(storage, 5000).isUnread("b", 1100), true);
});

test("a snippet is cut at the marks, which count code points", () => {
  assert.deepEqual(pieces("🫖 tea and tea", [{ at: 2, count: 3 }, { at: 10, count: 3 }]), [
    { text: "🫖 ", marked: false },
    { text: "tea", marked: true },
    { text: " and ", marked: false },
    { text: "tea", marked: true },
  ]);
  assert.deepEqual(pieces("tea", []), [{ text: "tea", marked: false }]);
});

test("a search goes on through short and empty pages until it has enough, and from there when asked for more", async () => {
  const archive = { "": { items: [1], next: "a" }, a: { items: [], next: "b" }, b: { items: [2, 3], next: "c" }, c: { items: [4] } };
  const asked = [];
  const pages = new SearchPages("a & b", 3, async (address) => {
    asked.push(address);
    return archive[new URL(address, "http://host").searchParams.get("before") ?? ""];
  });
  assert.equal(pages.hasMore, true);
  assert.deepEqual(await all(pages.more(3)), [[1], [], [2, 3]]);
  assert.equal(pages.hasMore, true);
  assert.deepEqual(await all(pages.more(3)), [[4]]);
  assert.equal(pages.hasMore, false);
  assert.deepEqual(await all(pages.more(3)), []);
  assert.deepEqual(asked, ["", "&before=a", "&before=b", "&before=c"].map((from) => `/api/search?q=a%20%26%20b&limit=3${from}`));
});

test("a refused search says what is wrong with it, a failed one that there is none", async () => {
  assert.equal(failure(new Refusal(400, "invalid_request", "A search has at most 500 characters.")), "A search has at most 500 characters.");
  assert.equal(failure(new Refusal(429, "rate_limited", "Try again in 3 seconds.")), "Try again in 3 seconds.");
  assert.equal(failure(new Refusal(503, "unavailable", "The archive cannot be reached.")), "Search is unavailable.");
  assert.equal(failure(new TypeError("network")), "Search is unavailable.");
});

test("what a search leaves out is said", async () => {
  const pages = new SearchPages("rm -rf", 3, async () => ({ items: [], excluded: ["rf"] }));
  assert.equal(leftOut(pages.excluded), "");
  await all(pages.more(1));
  assert.match(leftOut(pages.excluded), /“rf”/);
});

test("a book fits into the address of a search, and half a character does", async () => {
  for (const query of ["x".repeat(100_000), "🙂".repeat(100_000), "a\ud800", "\udc00"]) {
    let asked = "";
    await all(new SearchPages(query, 3, async (address) => ((asked = address), { items: [] })).more(1));
    const sent = new URL(asked, "http://host").searchParams.get("q") ?? "";
    assert.ok(asked.length < 8_000, `${asked.length}`);
    assert.ok(query.length < 10 || [...sent].length > 500);
  }
});

test("what is deleted is erased when it can no longer be undone, or when the page is left", () => {
  const clock = new HeldClock();
  const erased = [];
  const deletions = new Deletions((id, leaving) => erased.push([id, leaving]), clock);
  for (const id of ["a", "b", "c"]) deletions.add(id);
  deletions.undo("a");
  clock.advance(Deletions.UNDO_MS - 1);
  assert.deepEqual(erased, []);
  deletions.undo("c");
  deletions.add("c");
  clock.advance(1);
  assert.deepEqual(erased, [["b", false]]);
  deletions.flush();
  deletions.flush();
  assert.deepEqual(erased, [["b", false], ["c", true]]);
});
