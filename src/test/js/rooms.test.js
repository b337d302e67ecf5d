import assert from "node:assert/strict";
import { test } from "node:test";
import { candidates, candidatesFor, isComplete, queryAt } from "../../main/webapp/js/room/completion.js";
import { Reading } from "../../main/webapp/js/room/reading.js";
import { unreadNumber, UnreadRooms, unreadWords } from "../../main/webapp/js/sidebar/unread-rooms.js";
import { answersWords, placeholderFor } from "../../main/webapp/js/session/answers.js";
import { titleWith } from "../../main/webapp/js/session/title-count.js";
import { waitingWords } from "../../main/webapp/js/session/words.js";
import { HeldClock } from "./held-clock.js";

test("what is typed after an @ is looked for", () => {
  assert.deepEqual(queryAt("@", 1), { from: 0, query: "" });
  assert.deepEqual(queryAt("Hi @ada l", 9), { from: 3, query: "ada l" });
  assert.deepEqual(queryAt("Hi @ada and more", 5), { from: 3, query: "a" });
  assert.deepEqual(queryAt("@one @tw", 8), { from: 5, query: "tw" });
});

test("an @ that mentions nobody offers nobody", () => {
  for (const [text, caret] of [["me@ho", 5], ["@ ada", 5], ["`@ad`", 4], ["> @ad", 5], ["@ada\nnext", 9], ["ada", 3], ["", 0], [`@${"a".repeat(100)}`, 101]]) {
    assert.equal(queryAt(text, caret), undefined, text);
  }
});

const PEOPLE = [{ id: "p1", name: "Grace Hopper" }, { id: "p2", name: "ada" }, { id: "p3", name: "Zoë" }];
const MODELS = [{ id: "demo/guide" }, { id: "openai/gpt-5" }, { id: "azure/gpt-5" }];
const ALL = candidates(PEOPLE, ({ id }) => (id === "p2" ? "123" : ""), MODELS, "openai/gpt-5");
const names = (query) => candidatesFor(query, ALL).map(({ name }) => name);

test("people come before models, the room's model before others, and no two have one name", () => {
  assert.deepEqual(names(""), ["Grace Hopper", "ada", "Zoë", "gpt-5", "guide", "azure/gpt-5"]);
  assert.equal(ALL[1].detail, "123");
});

test("names are found by their beginning, then by a word in them", () => {
  assert.deepEqual(names("g"), ["Grace Hopper", "gpt-5", "guide", "azure/gpt-5"]);
  assert.deepEqual(names("hop"), ["Grace Hopper"]);
  assert.deepEqual(names("GRACE h"), ["Grace Hopper"]);
  assert.deepEqual(names("zoe\u0308"), ["Zoë"]);
  assert.deepEqual(names("ada "), []);
  assert.deepEqual(names("nobody"), []);
  assert.ok(isComplete("ADA", ALL[1]) && !isComplete("ad", ALL[1]));
});

function reading({ people = 2 } = {}) {
  const clock = new HeldClock();
  const sent = [];
  const state = { position: "e:1", looked: true, fails: false };
  const made = new Reading({
    clock,
    position: () => state.position,
    people: () => people,
    looked: () => state.looked,
    send: async (position, leaving) => {
      sent.push(leaving ? `${position} leaving` : position);
      if (state.fails) throw new Error("away");
    },
  });
  return { clock, sent, state, made };
}

test("a position is sent soon after the page opens, and then every five seconds at most", () => {
  const { clock, sent, state, made } = reading();
  made.seen();
  clock.advance(Reading.FIRST_MS);
  assert.deepEqual(sent, ["e:1"]);
  state.position = "e:2";
  made.seen();
  clock.advance(2000);
  state.position = "e:3";
  made.seen();
  assert.deepEqual(sent, ["e:1"]);
  clock.advance(3000);
  assert.deepEqual(sent, ["e:1", "e:3"]);
  made.seen();
  clock.advance(60_000);
  assert.equal(sent.length, 2, "nothing new");
});

test("in a large room positions are sent less often", () => {
  const { clock, sent, state, made } = reading({ people: 10_000 });
  made.seen();
  clock.advance(1000);
  state.position = "e:2";
  made.seen();
  clock.advance(99_000);
  assert.equal(sent.length, 1);
  clock.advance(1000);
  assert.equal(sent.length, 2);
});

test("nothing is read while nobody looks, and what was read is sent when the page is left", () => {
  const { clock, sent, state, made } = reading();
  state.looked = false;
  made.seen();
  clock.advance(60_000);
  assert.deepEqual(sent, []);
  state.looked = true;
  made.seen();
  made.leave();
  assert.deepEqual(sent, ["e:1 leaving"]);
  made.leave();
  assert.equal(sent.length, 1);
});

test("a position that was not taken is sent again", async () => {
  const { clock, sent, state, made } = reading();
  state.fails = true;
  made.seen();
  clock.advance(1000);
  await Promise.resolve();
  await Promise.resolve();
  state.fails = false;
  made.seen();
  clock.advance(5000);
  assert.deepEqual(sent, ["e:1", "e:1"]);
});

const room = (name, unread, mentions = 0) => ({ conversation_id: `id of ${name}`, name, unread, mentions });

test("what is unread is known without the room that the page shows", () => {
  const rooms = new UnreadRooms("lobby");
  assert.equal(rooms.worthAsking, false);
  rooms.take([room("lobby", 5)]);
  assert.equal(rooms.worthAsking, false);
  rooms.take([room("lobby", 5), room("cats", 3, 1), room("dogs", 0)]);
  assert.equal(rooms.worthAsking, true);
  assert.equal(rooms.total, 3);
  rooms.read("id of cats");
  assert.deepEqual(rooms.unread, []);
});

test("what is unread is said in words", () => {
  assert.equal(unreadNumber(7), "7");
  assert.equal(unreadNumber(100), "99+");
  assert.equal(unreadWords({ unread: 1, mentions: 0 }), "1 unread message");
  assert.equal(unreadWords({ unread: 3, mentions: 1 }), "3 unread messages, 1 mentions you");
  assert.equal(unreadWords({ unread: 100, mentions: 2 }), "more than 99 unread messages, 2 mention you");
});

test("the title has one number, however often it changes", () => {
  assert.equal(titleWith("lobby · Parley", 3), "(3) lobby · Parley");
  assert.equal(titleWith("(3) lobby · Parley", 4), "(4) lobby · Parley");
  assert.equal(titleWith("(99+) lobby · Parley", 0), "lobby · Parley");
  assert.equal(titleWith("lobby · Parley", 120), "(99+) lobby · Parley");
});

test("the page says which messages are answered", () => {
  assert.match(answersWords(undefined), /one person/);
  assert.match(answersWords("off"), /don't reply/);
  assert.equal(placeholderFor("lobby", undefined, 1), "Write to lobby");
  assert.match(placeholderFor("lobby", undefined, 2), /@parley/);
  assert.match(placeholderFor("lobby", "mentions", 1), /@parley/);
  assert.equal(placeholderFor("lobby", "off", 5), "Write to lobby");
});

test("messages that wait for a limit say for how long", () => {
  assert.equal(waitingWords({ until: 4_200, messages: 1 }, 1_000), "This message is sent in 4 seconds");
  assert.equal(waitingWords({ until: 1_000, messages: 1 }, 4_000), "This message is sent in 1 second");
  assert.equal(waitingWords({ until: 4_000, messages: 3 }, 1_000), "3 messages are waiting. The next one is sent in 3 seconds");
});
