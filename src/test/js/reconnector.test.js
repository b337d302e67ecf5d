import assert from "node:assert/strict";
import { test } from "node:test";
import { Reconnector } from "../../main/webapp/js/protocol/reconnector.js";
import { HeldClock } from "./held-clock.js";

function keep() {
  const clock = new HeldClock();
  const did = [];
  const states = [];
  const reconnector = new Reconnector({
    connect: () => did.push("connect"),
    drop: () => did.push("drop"),
    status: (status) => states.push(status),
    clock,
    random: () => 1,
  });
  return { clock, did, states, reconnector };
}

test("a lost connection is made again after a wait that doubles with each failure", () => {
  const { clock, did, states, reconnector } = keep();
  reconnector.start();
  for (const wait of [1000, 2000, 4000]) {
    reconnector.lost("gone");
    assert.equal(states.at(-1).retryAt, clock.now() + wait);
    clock.advance(wait - 1);
    assert.equal(states.at(-1).state, "waiting");
    clock.advance(1);
    assert.equal(states.at(-1).state, "connecting");
  }
  assert.equal(did.filter((it) => it === "connect").length, 4);
});

test("only a connection that has lasted starts the waits again from the beginning", () => {
  const { clock, states, reconnector } = keep();
  reconnector.start();
  reconnector.lost("gone");
  reconnector.connect();
  reconnector.welcomed();
  clock.advance(Reconnector.GOOD_MS - 1);
  reconnector.lost("gone");
  assert.equal(states.at(-1).attempt, 2);

  reconnector.connect();
  reconnector.welcomed();
  clock.advance(Reconnector.GOOD_MS);
  reconnector.lost("gone");
  assert.equal(states.at(-1).attempt, 1);
});

test("the server's wait comes before the random one", () => {
  const { clock, states, reconnector } = keep();
  reconnector.start();
  reconnector.lost("busy", { atLeastMs: 7000, baseMs: 5000 });
  assert.equal(states.at(-1).retryAt, clock.now() + 12_000);
});

test("what stops stays stopped, also when its loss is reported later", () => {
  const { clock, did, states, reconnector } = keep();
  reconnector.start();
  reconnector.stop();
  const told = states.length;
  reconnector.lost("gone");
  reconnector.rejoin();
  clock.advance(60_000);
  assert.equal(states.length, told);
  assert.equal(did.filter((it) => it === "connect").length, 1);
});

test("an end is told once, and nothing is tried after it", () => {
  const { clock, did, states, reconnector } = keep();
  reconnector.start();
  reconnector.end("removed", true);
  clock.advance(60_000);
  assert.deepEqual(states.at(-1), { state: "ended", reason: "removed", gone: true });
  assert.equal(did.at(-1), "drop");
  assert.equal(reconnector.running, false);
});

test("silence counts as a loss, unless something comes in time", () => {
  const { clock, states, reconnector } = keep();
  const lost = () => reconnector.lost("silent");
  reconnector.start();
  reconnector.within(1000, lost);
  clock.advance(900);
  reconnector.within(1000, lost);
  clock.advance(900);
  assert.equal(states.at(-1).state, "connecting");
  clock.advance(100);
  assert.equal(states.at(-1).state, "waiting");
});
