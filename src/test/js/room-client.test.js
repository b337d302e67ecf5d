import assert from "node:assert/strict";
import { test } from "node:test";
import { Backoff } from "../../main/webapp/js/protocol/backoff.js";
import { closeAction } from "../../main/webapp/js/protocol/close-codes.js";
import { Reconnector } from "../../main/webapp/js/protocol/reconnector.js";
import { RoomClient } from "../../main/webapp/js/protocol/room-client.js";
import { HeldClock } from "./held-clock.js";

class FakeSocket {
  readyState = 0;
  bufferedAmount = 0;
  sent = [];
  onopen = null;
  onmessage = null;
  onclose = null;
  onerror = null;

  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  receive(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  fail(code) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  close() {
    this.readyState = 3;
  }
}

function visit({ random = () => 0.5 } = {}) {
  const clock = new HeldClock();
  const sockets = [];
  const states = [];
  const frames = [];
  const client = new RoomClient({
    clock,
    random,
    open: () => sockets[sockets.push(new FakeSocket()) - 1],
    listener: { status: (status) => states.push(status), frame: (frame) => frames.push(frame) },
  });
  client.start();
  return { clock, sockets, states, frames, client, get socket() { return sockets.at(-1); } };
}

function joined(options) {
  const here = visit(options);
  here.socket.open();
  here.socket.receive({ type: "welcome", position: "e:1" });
  return here;
}

test("the first frame is a join, without a cursor the first time", () => {
  const { socket, states } = joined();
  assert.deepEqual(socket.sent, [{ type: "join" }]);
  assert.deepEqual(states.map(({ state }) => state), ["connecting", "joined"]);
});

test("nothing is sent before the welcome", () => {
  const here = visit();
  here.socket.open();
  assert.equal(here.client.send({ type: "ping" }), false);
});

test("it resumes from the last event, never from posted", () => {
  const here = joined();
  here.socket.receive({ type: "events", events: [{ type: "message", position: "e:2" }, { type: "joined" }] });
  here.socket.receive({ type: "posted", message_id: "m", position: "e:9" });
  here.socket.fail(1006);
  here.clock.advance(1000);
  assert.equal(here.sockets.length, 2);
  here.socket.open();
  assert.deepEqual(here.socket.sent, [{ type: "join", after: "e:2" }]);
});

test("a snapshot moves the cursor too", () => {
  const here = joined();
  here.socket.receive({ type: "snapshot", position: "e:7" });
  assert.equal(here.client.cursor, "e:7");
});

test("the cursor does not pass a frame that could not be handled", () => {
  const sockets = [];
  const client = new RoomClient({
    clock: new HeldClock(),
    open: () => sockets[sockets.push(new FakeSocket()) - 1],
    listener: {
      status: () => {},
      frame: (frame) => {
        if (frame.type === "events") throw new Error("broken view");
      },
    },
  });
  client.start();
  sockets[0].open();
  sockets[0].receive({ type: "welcome", position: "e:1" });
  assert.throws(() => sockets[0].receive({ type: "events", events: [{ type: "removed", position: "e:2" }] }));
  assert.equal(client.cursor, "e:1");
});

test("a server that is not there is called that, a lost connection that", () => {
  const here = joined();
  here.socket.fail(1006);
  assert.equal(here.states.at(-1).reason, "The connection was lost.");
  here.clock.advance(1000);
  here.socket.fail(1006);
  assert.equal(here.states.at(-1).reason, "The server cannot be reached.");
});

test("waits grow with each failure and start small again after a good connection", () => {
  const here = visit({ random: () => 1 });
  const waits = () => here.states.filter(({ state }) => state === "waiting").map(({ retryAt }) => retryAt);
  here.socket.fail(1006);
  assert.equal(waits().at(-1) - here.clock.now(), 1000);
  here.clock.advance(1000);
  here.socket.fail(1006);
  assert.equal(waits().at(-1) - here.clock.now(), 2000);
  here.clock.advance(2000);
  here.socket.open();
  here.socket.receive({ type: "welcome", position: "e:1" });
  here.clock.advance(Reconnector.GOOD_MS);
  here.socket.fail(1006);
  assert.equal(waits().at(-1) - here.clock.now(), 1000);
});

test("a server that takes us in and throws us out is not hammered", () => {
  const here = joined({ random: () => 1 });
  here.socket.fail(4008);
  here.clock.advance(1000);
  here.socket.open();
  here.socket.receive({ type: "welcome", position: "e:1" });
  here.socket.fail(4008);
  assert.equal(here.states.at(-1).retryAt - here.clock.now(), 2000);
});

for (const code of [1003, 1007, 1008, 4003]) {
  test(`after close code ${code} it does not come back`, () => {
    const here = joined();
    here.socket.fail(code);
    here.clock.advance(120_000);
    assert.equal(here.states.at(-1).state, "ended");
    assert.equal(here.sockets.length, 1);
  });
}

for (const code of [1001, 1006, 1012, 4008, 4010, 4029, 1011]) {
  test(`after close code ${code} it comes back`, () => {
    const here = joined();
    here.socket.fail(code);
    here.clock.advance(30_000);
    assert.ok(here.sockets.length > 1);
  });
}

test("a restart is answered within five seconds, at random", () => {
  assert.equal(closeAction(1012, true).baseMs, 5000);
  assert.equal(new Backoff(() => 0).next({ baseMs: 5000 }), 0);
});

test("a dead connection is noticed and replaced", () => {
  const here = joined();
  here.clock.advance(20_000);
  assert.deepEqual(here.socket.sent.at(-1), { type: "ping" });
  here.clock.advance(8000 + 1000);
  assert.equal(here.sockets.length, 2);
});

test("an answered ping keeps the connection", () => {
  const here = joined();
  for (let i = 0; i < 5; i++) {
    here.clock.advance(20_000);
    here.socket.receive({ type: "pong" });
  }
  assert.equal(here.sockets.length, 1);
});

test("waking up probes a joined connection and shortens a wait", () => {
  const here = joined({ random: () => 1 });
  here.client.wake();
  assert.deepEqual(here.socket.sent.at(-1), { type: "ping" });
  here.socket.fail(4029);
  assert.equal(here.sockets.length, 1);
  here.client.wake();
  assert.equal(here.sockets.length, 2);
});

test("a socket that is never welcomed counts as lost", () => {
  const here = visit();
  here.socket.open();
  here.clock.advance(RoomClient.JOIN_MS);
  assert.equal(here.states.at(-1).state, "waiting");
});

test("a refused join is tried again later, over a new socket", () => {
  const here = visit({ random: () => 1 });
  here.socket.open();
  here.socket.receive({ type: "error", code: "unavailable", detail: "Not now." });
  assert.equal(here.states.at(-1).state, "waiting");
  here.clock.advance(5000);
  assert.equal(here.sockets.length, 2);
});

test("rejoining resumes over a new socket at once", () => {
  const here = joined();
  here.client.rejoin();
  here.socket.open();
  assert.deepEqual(here.socket.sent, [{ type: "join", after: "e:1" }]);
});
