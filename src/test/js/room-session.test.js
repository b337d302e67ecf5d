import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomSession } from "../../main/webapp/js/room/room-session.js";
import { HeldClock } from "./held-clock.js";
import { Refusal } from "../../main/webapp/js/http.js";
import { MemoryStorage } from "./memory-storage.js";

const ada = { id: "ada", name: "Ada" };

/** A session over a socket that the test answers. */
function enter(storage = new MemoryStorage()) {
  const clock = new HeldClock();
  const sockets = [];
  const requests = [];
  const answers = {};
  const session = new RoomSession({
    me: ada,
    http: async (url, { method = "GET" } = {}) => {
      requests.push(`${method} ${url}`);
      if (answers.failure) throw answers.failure;
    },
    key: "lobby.ada",
    storage,
    clock,
    random: () => 0,
    open: () => {
      const socket = { sent: [], readyState: 1, bufferedAmount: 0, send: (text) => socket.sent.push(JSON.parse(text)), close: () => {} };
      sockets.push(socket);
      return socket;
    },
  });
  session.start();
  const here = {
    clock,
    session,
    storage,
    sockets,
    requests,
    answers,
    get socket() {
      return sockets.at(-1);
    },
    receive: (frame) => here.socket.onmessage({ data: JSON.stringify(frame) }),
    welcome: (more = {}) => {
      here.receive({ type: "welcome", participant: ada, room: { name: "lobby" }, recovered: false, messages: [], participants: [ada], position: "e:1", ...more });
      clock.advance(0);
    },
    posts: () => here.socket.sent.filter(({ type }) => type === "post"),
  };
  return here;
}

const message = (id, more = {}) => ({ id, role: "user", author: ada, content: id, status: "posted", created_at: "2026-11-21T10:00:00Z", ...more });

test("a message posted without a connection goes out when there is one, once it is on the log never again", () => {
  const here = enter();
  here.session.post("hello");
  assert.equal(here.session.transcript.rows[0].status, "pending");
  here.welcome();
  const [post] = here.posts();
  assert.equal(post.text, "hello");
  here.receive({ type: "posted", message_id: post.message_id, position: "e:2" });
  here.socket.onclose({ code: 1006 });
  here.clock.advance(0);
  here.welcome({ recovered: true, events: [] });
  assert.equal(here.posts().length, 0);
});

test("what was not acknowledged is sent again under the same id", () => {
  const here = enter();
  here.welcome();
  here.session.post("hello");
  here.clock.advance(RoomSession.ACKNOWLEDGED_MS);
  const [first, again] = here.posts();
  assert.equal(first.message_id, again.message_id);
});

test("an unsent message survives a reload", () => {
  const before = enter();
  before.session.post("hello");
  const after = enter(before.storage);
  assert.deepEqual(after.session.transcript.rows.map(({ text, status }) => [text, status]), [["hello", "pending"]]);
  after.welcome();
  assert.equal(after.posts().length, 1);
});

test("a refused message says so and can be sent again or given up", () => {
  const here = enter();
  here.welcome();
  here.session.post("too long");
  const [{ message_id: id }] = here.posts();
  here.receive({ type: "error", code: "too_large", detail: "Too long.", message_id: id });
  assert.equal(here.session.transcript.find(id).status, "unsent");
  here.session.retry(id);
  assert.equal(here.posts().length, 2);
  here.session.discard(id);
  assert.equal(here.session.transcript.rows.length, 0);
});

test("a message over budget waits as long as the server asks", () => {
  const here = enter();
  const problems = [];
  here.session.problem.on((sentence) => problems.push(sentence));
  here.welcome();
  here.session.post("much");
  const [{ message_id: id }] = here.posts();
  here.receive({ type: "error", code: "rate_limited", detail: "", retry_after_ms: 3000, message_id: id });
  here.clock.advance(2900);
  assert.equal(here.posts().length, 1);
  here.clock.advance(200);
  assert.equal(here.posts().length, 2);
  assert.match(problems[0], /3 s/);
});

test("a message takes the place of the draft it names", () => {
  const here = enter();
  here.welcome({ drafts: [{ participant_id: "bob", draft_id: "d", seq: 3, text: "hel" }] });
  assert.equal(here.session.drafts.all.length, 1);
  here.receive({ type: "events", events: [{ type: "message", message: message("m", { draft_id: "d" }), position: "e:2" }] });
  assert.equal(here.session.drafts.all.length, 0);
});

test("who leaves takes their draft along, and their name stays known", () => {
  const here = enter();
  const bob = { id: "bob", name: "Bob" };
  here.welcome({ participants: [ada, bob], drafts: [{ participant_id: "bob", draft_id: "d", seq: 1, text: "h" }] });
  here.receive({ type: "events", events: [{ type: "left", participant: bob }] });
  assert.deepEqual(here.session.people.all, [ada]);
  assert.equal(here.session.drafts.all.length, 0);
  assert.equal(here.session.people.nameOf("bob"), "Bob");
});

test("a reply whose next piece does not come is fetched by rejoining", () => {
  const here = enter();
  here.welcome();
  here.receive({
    type: "events",
    events: [
      { type: "reply.started", reply_id: "r", message_id: "m", model: "demo/guide", attempt: 1, position: "e:2" },
      { type: "reply.delta", reply_id: "r", attempt: 1, seq: 2, text: "b" },
    ],
  });
  here.clock.advance(RoomSession.STALLED_MS);
  assert.equal(here.sockets.length, 2);
});

test("a notice stays until it is over", () => {
  const here = enter();
  here.welcome();
  here.receive({ type: "events", events: [{ type: "notice", code: "archive", detail: "No archive.", active: true }] });
  assert.deepEqual([...here.session.notices.values()], ["No archive."]);
  here.receive({ type: "events", events: [{ type: "notice", code: "archive", detail: "", active: false }] });
  assert.equal(here.session.notices.size, 0);
});

test("an event from the future is ignored", () => {
  const here = enter();
  here.welcome();
  here.receive({ type: "events", events: [{ type: "reaction", emoji: "👍" }] });
  here.receive({ type: "fanfare" });
  assert.equal(here.session.transcript.rows.length, 0);
});

test("a reply of the room is asked to continue, and a refusal is said in words", async () => {
  const here = enter();
  here.welcome();
  const said = [];
  here.session.problem.on((words) => said.push(words));
  assert.equal(await here.session.continueReply("r1"), true);
  assert.deepEqual(here.requests, ["POST /api/replies/r1/continue"]);
  here.answers.failure = new Refusal(403, "forbidden", "Only a moderator may do this here.");
  assert.equal(await here.session.continueReply("r1"), false);
  assert.deepEqual(said, ["Only a moderator may do this here."]);
});

test("what a model thinks is heard in a room", () => {
  const here = enter();
  here.welcome();
  const event = (event) => here.receive({ type: "events", events: [event] });
  event({ type: "reply.started", reply_id: "r1", message_id: "m1", model: "test/alpha", attempt: 1 });
  event({ type: "reply.thinking", reply_id: "r1", attempt: 1, seq: 1, text: "Hm." });
  assert.equal(here.session.transcript.find("r1").thinking.text, "Hm.");
});
