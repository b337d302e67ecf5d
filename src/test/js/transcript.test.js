import assert from "node:assert/strict";
import { test } from "node:test";
import { Earlier } from "../../main/webapp/js/transcript/earlier.js";
import { Outbox } from "../../main/webapp/js/transcript/outbox.js";
import { Transcript } from "../../main/webapp/js/transcript/transcript.js";
import { randomOf } from "./random-text.js";
import { MemoryStorage } from "./memory-storage.js";

const message = (id, content = id) => ({
  id,
  role: "user",
  author: { id: "ada", name: "Ada" },
  content,
  status: "posted",
  created_at: "2026-11-21T10:00:00Z",
});
const pending = (id) => ({ ...message(id), text: id, status: "pending", createdAt: "", attempt: 0, seq: 0, stalled: false });
const started = (id, attempt = 1) => ({ type: "reply.started", reply_id: id, message_id: "q", model: "demo/guide", attempt });
const delta = (id, seq, text, attempt = 1) => ({ type: "reply.delta", reply_id: id, attempt, seq, text });
const ids = (transcript) => transcript.rows.map(({ id }) => id);
const textOf = (transcript, id) => transcript.find(id)?.text;

test("a message of one's own becomes the same row, in the log's order", () => {
  const transcript = new Transcript();
  transcript.pending(pending("mine"));
  transcript.pending(pending("mine-too"));
  transcript.message(message("theirs"));
  assert.deepEqual(ids(transcript), ["theirs", "mine", "mine-too"]);
  transcript.message(message("mine-too"));
  transcript.message(message("mine"));
  assert.deepEqual(ids(transcript), ["theirs", "mine-too", "mine"]);
  assert.equal(transcript.find("mine").status, "posted");
});

test("an event that comes twice changes nothing", () => {
  const transcript = new Transcript();
  transcript.message(message("a"));
  transcript.started(started("r"));
  transcript.delta(delta("r", 1, "one"));
  transcript.message(message("a"));
  transcript.started(started("r"));
  transcript.delta(delta("r", 1, "one"));
  assert.deepEqual(ids(transcript), ["a", "r"]);
  assert.equal(textOf(transcript, "r"), "one");
});

test("a gap in a reply is never stepped over", () => {
  const transcript = new Transcript();
  transcript.started(started("r"));
  assert.equal(transcript.delta(delta("r", 1, "a")), true);
  assert.equal(transcript.delta(delta("r", 3, "c")), false);
  assert.equal(transcript.delta(delta("r", 4, "d")), false);
  assert.equal(textOf(transcript, "r"), "a");
  transcript.snapshot([{ reply_id: "r", message_id: "q", model: "m", attempt: 1, seq: 4, text: "abcd" }]);
  transcript.delta(delta("r", 5, "e"));
  assert.equal(textOf(transcript, "r"), "abcde");
});

test("a new attempt starts the text over, an old one is not listened to", () => {
  const transcript = new Transcript();
  transcript.started(started("r", 1));
  transcript.delta(delta("r", 1, "first", 1));
  transcript.started(started("r", 2));
  assert.equal(textOf(transcript, "r"), "");
  transcript.delta(delta("r", 1, "second", 2));
  transcript.delta(delta("r", 2, " late", 1));
  assert.equal(textOf(transcript, "r"), "second");
});

test("the text of a reply never shrinks within an attempt, whatever comes again", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = randomOf(seed);
    const transcript = new Transcript();
    transcript.started(started("r"));
    const parts = Array.from({ length: 30 }, (_, i) => `${i} `);
    let length = 0;
    for (let sent = 0; sent < parts.length; ) {
      const again = Math.floor(random() * (sent + 1));
      if (random() < 0.2) {
        const text = parts.slice(0, again).join("");
        transcript.snapshot([{ reply_id: "r", message_id: "q", model: "m", attempt: 1, seq: again, text }]);
      } else if (random() < 0.3) {
        transcript.delta(delta("r", again + 1, parts[again]));
        sent = Math.max(sent, again + 1);
      } else {
        transcript.delta(delta("r", sent + 1, parts[sent]));
        sent++;
      }
      assert.ok(textOf(transcript, "r").length >= length);
      length = textOf(transcript, "r").length;
    }
    assert.equal(textOf(transcript, "r"), parts.join(""));
  }
});

test("two replies at once do not mix", () => {
  const transcript = new Transcript();
  transcript.started(started("r1"));
  transcript.started(started("r2"));
  transcript.delta(delta("r1", 1, "a"));
  transcript.delta(delta("r2", 1, "x"));
  transcript.delta(delta("r1", 2, "b"));
  assert.deepEqual([textOf(transcript, "r1"), textOf(transcript, "r2")], ["ab", "x"]);
});

test("a reply ends once, with its whole text", () => {
  const transcript = new Transcript();
  const completed = [];
  transcript.completed.on((row) => completed.push(row.id));
  transcript.started(started("r"));
  const end = { type: "reply.finished", reply_id: "r", message_id: "q", attempt: 1, status: "finished", text: "whole" };
  transcript.finished(end);
  transcript.finished({ ...end, status: "failed", text: "" });
  transcript.delta(delta("r", 1, "late"));
  assert.equal(textOf(transcript, "r"), "whole");
  assert.deepEqual(completed, ["r"]);
});

test("a reload in the middle of a reply shows the text so far and goes on", () => {
  const transcript = new Transcript();
  transcript.adopt([{ ...pending("r"), role: "assistant", status: "streaming", seq: -1, text: "" }]);
  assert.equal(transcript.delta(delta("r", 7, "early")), false);
  transcript.snapshot([{ reply_id: "r", message_id: "q", model: "m", attempt: 1, seq: 7, text: "so far" }]);
  transcript.delta(delta("r", 8, "!"));
  assert.equal(textOf(transcript, "r"), "so far!");
});

test("the last page joins what is shown when it reaches back to it", () => {
  const transcript = new Transcript();
  transcript.lastPage([message("a"), message("b"), message("c")]);
  transcript.pending(pending("mine"));
  assert.equal(transcript.lastPage([message("b"), message("c"), message("d")]), false);
  assert.deepEqual(ids(transcript), ["a", "b", "c", "d", "mine"]);
});

test("where the last page leaves a hole, what was before it goes", () => {
  const transcript = new Transcript();
  transcript.lastPage([message("a"), message("b")]);
  assert.equal(transcript.lastPage([message("x"), message("y")]), true);
  assert.deepEqual(ids(transcript), ["x", "y"]);
});

test("a page that was read while a reply streamed does not cut its text", () => {
  const transcript = new Transcript();
  transcript.started(started("r"));
  transcript.delta(delta("r", 1, "text"));
  transcript.lastPage([{ ...message("r", ""), role: "assistant", status: "streaming" }]);
  assert.equal(textOf(transcript, "r"), "text");
});

test("earlier pages come before, without doubles", () => {
  const transcript = new Transcript();
  transcript.lastPage([message("c"), message("d")]);
  transcript.prepend([message("a"), message("b"), message("c")]);
  assert.deepEqual(ids(transcript), ["a", "b", "c", "d"]);
});

test("a removed message is gone", () => {
  const transcript = new Transcript();
  transcript.lastPage([message("a"), message("b")]);
  transcript.remove("a");
  assert.deepEqual(ids(transcript), ["b"]);
});

test("earlier pages are read one after the other until the beginning", async () => {
  const urls = [];
  const pages = [{ items: [message("b")], next: "n2" }, { items: [message("a")] }];
  const earlier = new Earlier(() => "/m", "n1", async (url) => (urls.push(url), pages.shift()));
  const [first, same] = await Promise.all([earlier.load(), earlier.load()]);
  assert.equal(first, same);
  await earlier.load();
  assert.equal(earlier.more, false);
  assert.deepEqual(await earlier.load(), []);
  assert.deepEqual(urls, ["/m?limit=50&before=n1", "/m?limit=50&before=n2"]);
});

test("after a hole the last page is read again for its cursor", async () => {
  const urls = [];
  const earlier = new Earlier(() => "/m", "n1", async (url) => (urls.push(url), { items: [], next: "n9" }));
  earlier.lost(undefined);
  await earlier.load();
  await earlier.load();
  assert.deepEqual(urls, ["/m?limit=50", "/m?limit=50&before=n9"]);
});

test("what is printed is read at once, back to the beginning or as far as paper goes", async () => {
  const pages = { n1: { items: [message("c"), message("d")], next: "n2" }, n2: { items: [message("b")], next: "n3" }, n3: { items: [message("a")] } };
  const readNow = (url) => pages[new URLSearchParams(url.split("?")[1]).get("before")];
  const ids = (messages) => messages.map(({ id }) => id).join("");
  const all = new Earlier(() => "/m", "n1", readNow);
  assert.equal(ids(all.rest(readNow, 10)), "abcd");
  assert.equal(all.more, false);
  assert.deepEqual(all.rest(readNow, 10), []);
  const some = new Earlier(() => "/m", "n1", readNow);
  assert.equal(ids(some.rest(readNow, 2)), "bcd");
  assert.equal(some.more, true);
  assert.equal(ids(await some.load()), "a", "reading goes on from there");
  assert.deepEqual(new Earlier(() => undefined, "n1", readNow).rest(readNow, 10), []);
});

test("an unsent message survives a reload and goes once it is on the log", () => {
  const storage = new MemoryStorage();
  new Outbox(storage, "k").add({ messageId: "m", text: "hello", createdAt: "" });
  const outbox = new Outbox(storage, "k");
  assert.deepEqual(outbox.items.map(({ messageId, text }) => [messageId, text]), [["m", "hello"]]);
  outbox.remove("m");
  assert.equal(storage.getItem("k"), null);
});

/** A transcript with a reply that has ended, as events tell it. */
function ended(more = {}) {
  const transcript = new Transcript();
  transcript.started(started("r"));
  transcript.delta(delta("r", 1, "One, two"));
  transcript.finished({ reply_id: "r", message_id: "q", attempt: 1, status: "finished", finish_reason: "length", text: "One, two", ...more });
  return transcript;
}

const goesOn = (text, attempt = 2) => ({ ...started("r", attempt), text });

test("a reply that continues keeps its text, and goes on in the same row", () => {
  for (const end of [{}, { status: "stopped", finish_reason: undefined }, { status: "failed", finish_reason: "error", error: { code: "stream_broken", detail: "" } }]) {
    const transcript = ended(end);
    const shown = [];
    transcript.changed.on((row) => shown.push(row.text));
    transcript.started(goesOn("One, two"));
    const { status, finishReason, error } = transcript.find("r");
    assert.deepEqual([status, finishReason, error], ["streaming", undefined, undefined]);
    transcript.delta(delta("r", 1, ", three", 2));
    transcript.finished({ reply_id: "r", message_id: "q", attempt: 2, status: "finished", finish_reason: "stop", text: "One, two, three." });
    assert.deepEqual(ids(transcript), ["r"]);
    assert.deepEqual(shown, ["One, two", "One, two, three", "One, two, three."]);
    assert.deepEqual([transcript.find("r").status, transcript.find("r").finishReason], ["finished", "stop"]);
  }
});

test("a reply of the history continues, too", () => {
  const transcript = new Transcript();
  transcript.prepend([{ id: "r", role: "assistant", content: "One", status: "finished", finish_reason: "length", created_at: "" }]);
  transcript.started(goesOn("One"));
  transcript.delta(delta("r", 1, ", two", 2));
  assert.equal(textOf(transcript, "r"), "One, two");
});

test("a reply that continues on a node that dies begins again with the text it had", () => {
  const transcript = ended();
  transcript.started(goesOn("One, two"));
  transcript.delta(delta("r", 1, ", thr", 2));
  transcript.started(goesOn("One, two", 3));
  assert.equal(textOf(transcript, "r"), "One, two");
  transcript.delta(delta("r", 1, ", three", 3));
  assert.equal(textOf(transcript, "r"), "One, two, three");
});

test("whoever joins while a reply continues has all of its text", () => {
  for (const transcript of [new Transcript(), ended()]) {
    transcript.snapshot([{ reply_id: "r", message_id: "q", model: "m", attempt: 2, seq: 1, text: "One, two, three" }]);
    transcript.delta(delta("r", 2, ", four", 2));
    assert.deepEqual([textOf(transcript, "r"), transcript.find("r").status], ["One, two, three, four", "streaming"]);
  }
});

test("a beginning that comes again takes no end back", () => {
  const transcript = ended();
  for (const again of [started("r"), started("r", 2)]) transcript.started(again);
  assert.equal(transcript.find("r").status, "finished", "neither says that the reply goes on");
  transcript.started(goesOn("One, two"));
  transcript.finished({ reply_id: "r", message_id: "q", attempt: 2, status: "finished", text: "One, two, three" });
  transcript.started(goesOn("One, two"));
  assert.equal(transcript.find("r").status, "finished");
  const history = new Transcript();
  history.prepend([{ id: "r", role: "assistant", content: "One, two, three", status: "finished", created_at: "" }]);
  history.started(goesOn("One, two"));
  assert.deepEqual([history.find("r").status, textOf(history, "r")], ["finished", "One, two, three"]);
});

test("the rest of an old attempt says nothing to a reply that continues", () => {
  const transcript = ended();
  transcript.started(goesOn("One, two"));
  transcript.delta(delta("r", 2, " late", 1));
  transcript.finished({ reply_id: "r", message_id: "q", attempt: 1, status: "finished", text: "One, two" });
  assert.deepEqual([transcript.find("r").status, textOf(transcript, "r")], ["streaming", "One, two"]);
});
