import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomSession } from "../../main/webapp/js/room/room-session.js";
import { waitingWords } from "../../main/webapp/js/session/words.js";
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
  const said = [];
  here.session.held.on(() => said.push(here.session.waiting ? waitingWords(here.session.waiting, here.clock.now()) : ""));
  here.welcome();
  here.session.post("much");
  const [{ message_id: id }] = here.posts();
  here.receive({ type: "error", code: "rate_limited", detail: "", retry_after_ms: 3000, message_id: id });
  here.clock.advance(1000);
  here.session.post("more");
  here.clock.advance(1900);
  assert.equal(here.posts().length, 1);
  here.clock.advance(200);
  assert.equal(here.posts().length, 2);
  assert.deepEqual(said, ["This message is sent in 3 seconds", "2 messages are waiting. The next one is sent in 2 seconds", ""]);
});

/** Answers posts as a server with so many posts to give, more with each second; what is refused does not arrive. */
function limited(here, allowance) {
  const arrived = [];
  let left = allowance;
  let since = here.clock.now();
  let seen = 0;
  return {
    arrived,
    answer() {
      for (; seen < here.posts().length; seen++) {
        const { message_id: id, text } = here.posts()[seen];
        left += Math.floor((here.clock.now() - since) / 1000);
        since += Math.floor((here.clock.now() - since) / 1000) * 1000;
        if (left > 0) {
          left--;
          arrived.push(text);
          here.receive({ type: "posted", message_id: id, position: "e:2" });
        } else here.receive({ type: "error", code: "rate_limited", detail: "", retry_after_ms: 1500, message_id: id });
      }
    },
  };
}

const NUMBERS = Array.from({ length: 75 }, (_, index) => `message ${index + 1}`);

test("what is limited arrives in the order in which it was written", () => {
  const here = enter();
  here.welcome();
  const server = limited(here, 60);
  for (const text of NUMBERS.slice(0, 70)) {
    here.session.post(text);
    server.answer();
  }
  for (let tick = 0; tick < 200; tick++) {
    here.clock.advance(250);
    if (tick < 5) here.session.post(NUMBERS[70 + tick]); // written while the others wait
    server.answer();
  }
  assert.deepEqual(server.arrived, NUMBERS);
});

test("a reload and a new connection keep the order", () => {
  const before = enter();
  before.welcome();
  const server = limited(before, 2);
  for (const text of NUMBERS.slice(0, 5)) {
    before.session.post(text);
    server.answer();
  }
  before.socket.onclose({ code: 1006 });
  before.session.post(NUMBERS[5]);
  before.clock.advance(0);
  before.welcome({ recovered: true, events: [] });
  assert.deepEqual(before.posts().map(({ text }) => text), [NUMBERS[2]], "the first of those that wait, and no other");

  const after = enter(before.storage);
  after.session.post(NUMBERS[6]);
  after.welcome();
  const rest = limited(after, 1);
  for (let tick = 0; tick < 40; tick++) {
    rest.answer();
    after.clock.advance(250);
  }
  assert.deepEqual([...server.arrived, ...rest.arrived], NUMBERS.slice(0, 7));
});

test("a message that is refused for good holds nobody up", () => {
  const here = enter();
  here.welcome();
  for (const text of ["one", "far too long", "three"]) here.session.post(text);
  const take = () => here.posts().at(-1).message_id;
  here.receive({ type: "posted", message_id: take(), position: "e:2" });
  here.receive({ type: "error", code: "too_large", detail: "Too long.", message_id: take() });
  here.receive({ type: "posted", message_id: take(), position: "e:3" });
  assert.deepEqual(here.posts().map(({ text }) => text), ["one", "far too long", "three"]);
  assert.deepEqual(here.session.transcript.rows.map(({ status }) => status).includes("unsent"), true);
  here.session.post("four");
  assert.equal(here.posts().at(-1).text, "four", "the refused one waits for the person");
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
  assert.deepEqual(here.session.notices.all, ["No archive."]);
  here.receive({ type: "events", events: [{ type: "notice", code: "archive", detail: "", active: false }] });
  assert.equal(here.session.notices.all.length, 0);
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
