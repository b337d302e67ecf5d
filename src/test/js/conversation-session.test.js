import assert from "node:assert/strict";
import { test } from "node:test";
import { ConversationSession } from "../../main/webapp/js/conversation/conversation-session.js";
import { Delivery } from "../../main/webapp/js/conversation/delivery.js";
import { ShownBranch } from "../../main/webapp/js/conversation/shown-branch.js";
import { Refusal } from "../../main/webapp/js/http.js";
import { waitingWords } from "../../main/webapp/js/session/words.js";
import { HeldClock } from "./held-clock.js";
import { MemoryStorage } from "./memory-storage.js";
import { settled, StreamServer } from "./stream-server.js";

const ada = { id: "ada", name: "Ada" };
const ID = "0192";

/** A session, whose requests the test answers. */
async function open({ id = ID, storage = new MemoryStorage(), rows = [], ratings = [], position = "e:1" } = {}) {
  const clock = new HeldClock();
  const stream = new StreamServer();
  const requests = [];
  const answers = { next: undefined };
  let replies = 0;
  const http = async (url, { method = "GET", body } = {}) => {
    if (url.endsWith(`${ID}/feedback`)) return { items: ratings };
    requests.push({ method, url, body });
    const failure = answers.next;
    answers.next = undefined;
    if (failure) throw failure;
    if (url === "/api/conversations") return { id: ID, ...body };
    if (url.endsWith("/messages") && method === "GET") return { items: [], next: "before" };
    if (url.endsWith("/messages")) return { message_id: body.message_id, position: "e:2", reply_id: `reply-${++replies}` };
    if (url.endsWith("/replies")) return { reply_id: `reply-${++replies}` };
    return { id, ...body };
  };
  const session = new ConversationSession({
    me: ada,
    conversation: { id, default_model: "test/alpha" },
    position,
    http,
    openStream: (url, signal) => stream.open(url, signal),
    storage,
    clock,
    random: () => 0,
  });
  session.transcript.adopt(rows);
  session.start();
  await settled();
  if (id) {
    stream.send("snapshot", { replies: [], position: "e:1" });
    await settled();
  }
  return { answers, clock, requests, session, storage, stream, posts: () => requests.filter(({ url }) => url.endsWith("/messages")) };
}

const row = (id, role, parentId, status = role === "user" ? "posted" : "finished") => ({
  id, role, parentId, status, author: role === "user" ? ada : undefined, text: id, createdAt: "2026-11-21T10:00:00Z", attempt: 0, seq: -1, stalled: false,
});
const TURN = [row("m1", "user"), row("r1", "assistant", "m1")];
const shown = ({ session }) => session.shown.map(({ text, id, role }) => (role === "user" ? text : id)).join(" ");
const finished = (id, messageId, more = {}) => ({ reply_id: id, message_id: messageId, attempt: 1, status: "finished", text: "Done.", position: "e:9", ...more });

test("a message goes out with its parent and is shown at once, with the reply that will come", async () => {
  const here = await open({ rows: TURN });
  here.session.post("hello");
  assert.equal(shown(here), "m1 r1 hello");
  await settled();
  const [{ body }] = here.posts();
  assert.equal(body.parent_id, "r1");
  assert.equal(shown(here), "m1 r1 hello reply-1");
  assert.equal(here.session.replying[0].id, "reply-1");
});

test("the first message makes the conversation, once, and the stream begins", async () => {
  const here = await open({ id: "" });
  const created = [];
  here.session.altered.on((value) => created.push(value.created));
  await here.session.configure({ temperature: 0.5 });
  here.session.post("hello");
  await settled();
  assert.deepEqual(here.requests.map(({ method, url }) => `${method} ${url}`), ["POST /api/conversations", `POST /api/conversations/${ID}/messages`]);
  assert.equal(here.requests[0].body.temperature, 0.5);
  assert.deepEqual(created, [false, true]);
  assert.equal(here.session.conversation.id, ID);
  assert.equal(here.stream.requests.length, 1);
});

test("a message that got no answer is sent again under its id, also after a reload", async () => {
  const before = await open();
  before.answers.next = new TypeError("fetch failed");
  before.session.post("hello");
  await settled();
  const after = await open({ storage: before.storage });
  await settled();
  assert.equal(after.posts()[0].body.message_id, before.posts()[0].body.message_id);
  before.clock.advance(Delivery.AGAIN_MS);
  await settled();
  assert.equal(before.posts()[1].body.message_id, before.posts()[0].body.message_id);
});

test("a message that was refused says why, and can be sent again", async () => {
  const here = await open();
  here.answers.next = new Refusal(400, "unknown_model", "There is no such model.");
  here.session.post("hello");
  await settled();
  const [mine] = here.session.shown;
  assert.deepEqual([mine.status, mine.error?.detail], ["unsent", "There is no such model."]);
  here.session.retry(mine.id);
  await settled();
  assert.equal(here.session.shown[0].status, "posted");
});

test("a budget that is used up is said in words and waited out", async () => {
  const here = await open();
  here.answers.next = new Refusal(429, "rate_limited", "Slow down.", 7000);
  here.session.post("hello");
  await settled();
  assert.equal(waitingWords(here.session.waiting, here.clock.now()), "This message is sent in 7 seconds");
  here.clock.advance(6999);
  assert.equal(here.posts().length, 1);
  here.clock.advance(1);
  await settled();
  assert.equal(here.posts().length, 2);
  assert.equal(here.session.waiting, undefined);
});

test("what is written while a reply comes waits for its end, also through a reload", async () => {
  const here = await open({ rows: TURN });
  here.session.post("first");
  await settled();
  here.session.post("second");
  assert.deepEqual(here.session.next.texts, ["second"]);
  const again = await open({ storage: here.storage, rows: TURN });
  assert.deepEqual(again.session.next.texts, ["second"]);
  const { message_id: messageId } = here.posts()[0].body;
  here.stream.send("reply.finished", finished("reply-1", messageId), "e:9");
  await settled();
  assert.deepEqual(here.session.next.texts, []);
  assert.equal(here.posts()[1].body.parent_id, "reply-1");
});

test("what waits behind a reply that was stopped is left to the person", async () => {
  const here = await open({ rows: TURN });
  here.session.post("first");
  await settled();
  here.session.post("second");
  here.stream.send("reply.finished", finished("reply-1", "x", { status: "stopped" }), "e:9");
  await settled();
  assert.deepEqual(here.session.next.texts, ["second"]);
  here.session.postWaiting(0);
  await settled();
  assert.equal(here.posts().length, 2);
});

test("an edit stands beside the message, under the same parent; an edit of the first under the conversation", async () => {
  const here = await open({ rows: [...TURN, row("m2", "user", "r1")] });
  here.session.edit("m2", "better");
  assert.equal(shown(here), "m1 r1 better");
  here.session.edit("m1", "anew");
  assert.equal(shown(here), "anew");
  await settled();
  assert.deepEqual(here.posts().map(({ body }) => body.parent_id), ["r1", ID]);
});

test("another reply is shown at once and the first can be chosen again", async () => {
  const here = await open({ rows: TURN });
  await here.session.regenerate("m1", "test/beta");
  assert.deepEqual(here.requests.at(-1).body, { model: "test/beta" });
  assert.equal(shown(here), "m1 reply-1");
  assert.deepEqual(here.session.place(here.session.shown[1]), { number: 2, ids: ["r1", "reply-1"] });
  here.session.choose("r1");
  assert.equal(shown(here), "m1 r1");
});

test("what another tab asks for is shown here too, unless one looks at another branch", async () => {
  const here = await open({ rows: TURN });
  here.stream.send("reply.started", { reply_id: "r1b", message_id: "m1", model: "test/alpha", attempt: 1, position: "e:2" }, "e:2");
  await settled();
  assert.equal(shown(here), "m1 r1b");
});

test("a reload of what was missed follows a reset", async () => {
  const here = await open({ rows: TURN });
  here.stream.send("reset", {});
  await settled();
  assert.equal(here.requests.at(-1).url, `/api/conversations/${ID}/messages`);
});

test("history that could not be rendered is read when there is a connection", async () => {
  const here = await open({ position: "" });
  assert.deepEqual(here.requests.map(({ method, url }) => `${method} ${url}`), [`GET /api/conversations/${ID}/messages`]);
  here.stream.end();
  await settled();
  here.clock.advance(1);
  await settled();
  here.stream.send("snapshot", { replies: [], position: "e:1" });
  await settled();
  assert.equal(here.requests.length, 1);
});

test("settings that another tab changed are taken over", async () => {
  const here = await open();
  here.stream.send("conversation", { conversation: { id: ID, title: "Tea", default_model: "test/beta" } });
  await settled();
  assert.equal(here.session.conversation.title, "Tea");
});

test("a conversation that was deleted elsewhere ends here", async () => {
  const here = await open();
  here.stream.send("conversation.deleted", {});
  await settled();
  assert.deepEqual([here.session.status.state, here.session.status.gone], ["ended", true]);
});

test("a hidden page lets its stream go, but not while a reply is coming", async () => {
  const here = await open({ rows: TURN });
  here.session.post("hello");
  await settled();
  here.session.look(true);
  here.clock.advance(ConversationSession.REST_MS);
  assert.equal(here.session.status.state, "joined");
  here.stream.send("reply.finished", finished("reply-1", "x"), "e:9");
  await settled();
  here.clock.advance(ConversationSession.REST_MS);
  assert.equal(here.session.status.state, "resting");
  here.session.look(false);
  assert.equal(here.session.status.state, "connecting");
});

test("ratings given before are shown, and taken back when given again", async () => {
  const here = await open({ rows: TURN, ratings: [{ reply_id: "r1", rating: "up" }] });
  assert.equal(here.session.transcript.find("r1")?.rating, "up");
  await here.session.rate("r1", "up");
  assert.equal(here.requests.at(-1).method, "DELETE");
  assert.equal(here.session.transcript.find("r1")?.rating, undefined);
});

test("a rating that the server refuses is taken back", async () => {
  const here = await open({ rows: TURN });
  here.answers.next = new Refusal(503, "unavailable", "Not now.");
  const rating = here.session.rate("r1", "up");
  assert.equal(here.session.transcript.find("r1")?.rating, "up");
  await rating;
  assert.equal(here.session.transcript.find("r1")?.rating, undefined);
});

const BRANCHES = [...TURN, row("m2", "user", ID), row("r2", "assistant", "m2")];

test("the branch that was shown is shown again after a reload, and exported", async () => {
  const before = await open({ rows: BRANCHES });
  assert.deepEqual([shown(before), before.session.shownEnd], ["m2 r2", undefined]);
  before.session.choose("m1");
  assert.deepEqual([shown(before), before.session.shownEnd], ["m1 r1", "r1"]);

  const after = await open({ rows: BRANCHES, storage: before.storage });
  assert.deepEqual([shown(after), after.session.shownEnd], ["m1 r1", "r1"]);
  assert.equal(new ShownBranch(before.storage, ID).end, "r1");
  after.session.choose("m2");
  assert.equal(new ShownBranch(before.storage, ID).end, undefined);
  assert.equal(shown(await open({ rows: BRANCHES, storage: before.storage })), "m2 r2");
});

test("a version within a branch is kept, and what comes after it is shown", async () => {
  const rows = [...TURN, row("r1b", "assistant", "m1"), row("m2", "user", "r1b"), row("r2", "assistant", "m2")];
  const before = await open({ rows });
  before.session.choose("r1");
  assert.equal(shown(before), "m1 r1");
  const after = await open({ rows: [...rows, row("m3", "user", "r1"), row("r3", "assistant", "m3"), row("m4", "user", "r2")], storage: before.storage });
  assert.equal(shown(after), "m1 r1 m3 r3");
});

test("a branch that ends on an earlier page is shown once the page reaches back to it", async () => {
  const before = await open({ rows: BRANCHES });
  before.session.choose("m1");
  const after = await open({ rows: BRANCHES.slice(2), storage: before.storage });
  assert.deepEqual([shown(after), after.session.wanted, after.session.shownEnd], ["m2 r2", "r1", "r1"]);
  const page = TURN.map(({ id, role, parentId, status, text: content }) => ({ id, role, parent_id: parentId, status, content, created_at: "" }));
  after.session.transcript.prepend(page);
  assert.deepEqual([shown(after), after.session.wanted], ["m1 r1", undefined]);
});

test("a branch that is not there any more gives way to the newest", async () => {
  const before = await open({ rows: BRANCHES });
  before.session.choose("m1");
  const after = await open({ rows: BRANCHES.slice(2), storage: before.storage });
  after.session.giveUpWanted();
  assert.deepEqual([shown(after), after.session.shownEnd], ["m2 r2", undefined]);
  assert.equal(new ShownBranch(before.storage, ID).end, undefined);
});

test("an edit that is on its way is shown after a reload, and never exported by an id that the server does not have", async () => {
  const before = await open({ rows: BRANCHES });
  before.session.choose("m1");
  before.answers.next = new TypeError("fetch failed");
  before.session.edit("m1", "another");
  await settled();
  assert.deepEqual([shown(before), before.session.shownEnd], ["another", undefined]);
  const after = await open({ rows: BRANCHES, storage: before.storage });
  assert.equal(shown(after).startsWith("another"), true);
});

test("a new conversation without a network says so, and sends when it is back", async () => {
  const here = await open({ id: "" });
  const states = [];
  here.session.connection.on(({ state }) => states.push(state));
  here.answers.next = new TypeError("fetch failed");
  here.session.post("hello");
  await settled();
  assert.deepEqual(states, ["waiting"]);
  here.session.wake();
  await settled();
  assert.equal(here.posts().length, 1);
  here.stream.send("snapshot", { replies: [], position: "e:1" });
  await settled();
  assert.equal(states.at(-1), "joined");
});

test("messages go out one after the other, in their order", async () => {
  const here = await open({ rows: TURN });
  here.answers.next = new Refusal(429, "rate_limited", "Slow down.", 4000);
  here.session.edit("m1", "first");
  here.session.edit("m1", "second");
  here.session.edit("m1", "third");
  await settled();
  here.clock.advance(3999);
  await settled();
  assert.deepEqual(here.posts().map(({ body }) => body.message), ["first"]);
  here.clock.advance(1);
  await settled();
  assert.deepEqual(here.posts().map(({ body }) => body.message), ["first", "first", "second", "third"]);
});

test("settings of a conversation that is not there yet survive a reload, and end with its beginning", async () => {
  const before = await open({ id: "" });
  await before.session.configure({ system_prompt: "Be brief.", temperature: 0.5 });
  await before.session.configure({ temperature: null });
  const after = await open({ id: "", storage: before.storage });
  after.session.post("hello");
  await settled();
  assert.deepEqual([after.requests[0].body.system_prompt, after.requests[0].body.temperature], ["Be brief.", null]);
  const next = await open({ id: "", storage: before.storage });
  assert.equal(next.session.conversation.system_prompt, undefined);
});

test("a reply that was cut off is asked to continue, under its own id", async () => {
  const here = await open({ rows: TURN });
  assert.equal(await here.session.continueReply("r1"), true);
  assert.deepEqual(here.requests.at(-1), { method: "POST", url: "/api/replies/r1/continue", body: undefined });
});

test("why a reply cannot continue is said in the server's words", async () => {
  const here = await open({ rows: TURN });
  const said = [];
  here.session.problem.on((words) => said.push(words));
  here.answers.next = new Refusal(409, "conflict", "This reply is complete.");
  assert.equal(await here.session.continueReply("r1"), false);
  here.answers.next = new TypeError("ネットワークエラー");
  assert.equal(await here.session.continueReply("r1"), false);
  assert.deepEqual(said, ["This reply is complete.", "The server cannot be reached. Check your connection and try again."]);
});

test("what a model thinks reaches the page through the stream", async () => {
  const here = await open({ rows: TURN });
  here.session.post("think");
  await settled();
  here.stream.send("reply.thinking", { reply_id: "reply-1", attempt: 1, seq: 1, text: "Hm." });
  await settled();
  assert.equal(here.session.transcript.find("reply-1").thinking.text, "Hm.");
});
