import assert from "node:assert/strict";
import { test } from "node:test";
import { EventStreamParser } from "../../main/webapp/js/protocol/event-stream.js";
import { StreamClient } from "../../main/webapp/js/protocol/stream-client.js";
import { HeldClock } from "./held-clock.js";
import { settled, StreamServer } from "./stream-server.js";

const STREAM = 'event: message\r\nid: e:1\ndata: {"a":1}\n\n: comment\n\ndata: one\ndata: two\n\nevent: lonely\n\n';

test("events are read whatever the pieces they come in", () => {
  for (let size = 1; size <= STREAM.length; size++) {
    const parser = new EventStreamParser();
    const events = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...parser.push(STREAM.slice(at, at + size)));
    assert.deepEqual(
      events,
      [
        { type: "message", data: '{"a":1}', id: "e:1" },
        { type: "message", data: "one\ntwo", id: undefined },
      ],
      `pieces of ${size}`,
    );
  }
});

function client({ random = () => 0 } = {}) {
  const clock = new HeldClock();
  const server = new StreamServer();
  const statuses = [];
  const events = [];
  const stream = new StreamClient({
    open: server.open,
    clock,
    random,
    listener: { status: (status) => statuses.push(status), event: (event) => events.push(event) },
  });
  return { clock, server, statuses, events, stream };
}

test("it begins where the page stands, and is joined with the snapshot", async () => {
  const { server, statuses, events, stream } = client();
  stream.start("e:5");
  await server.connected();
  server.send("message", { message: {}, position: "e:6" }, "e:6");
  server.send("snapshot", { replies: [], position: "e:6" });
  await settled();
  assert.equal(server.requests[0].after, "e:5");
  assert.deepEqual(statuses.map(({ state }) => state), ["connecting", "joined"]);
  assert.deepEqual(events.map(({ type }) => type), ["message", "snapshot"]);
});

test("a lost stream resumes after the last position it received", async () => {
  const { clock, server, statuses, stream } = client();
  stream.start(undefined);
  await server.connected();
  server.send("snapshot", { position: "e:7" });
  server.send("reply.started", { position: "e:8" }, "e:8");
  server.send("reply.delta", { text: "no position" });
  await settled();
  server.end();
  await settled();
  assert.equal(statuses.at(-1).state, "waiting");
  clock.advance(1);
  await server.connected();
  assert.equal(server.requests[1].after, "e:8");
});

test("a refusal for lack of room is waited out as long as it asks", async () => {
  const { clock, server, statuses, stream } = client();
  server.refuse(503, 4000);
  stream.start(undefined);
  await settled();
  assert.equal(statuses.at(-1).state, "waiting");
  assert.equal(statuses.at(-1).retryAt, 4000);
  clock.advance(4000);
  assert.equal(server.requests.length, 2);
});

test("a conversation that is gone is not asked for again", async () => {
  const { clock, server, statuses, stream } = client();
  server.refuse(404);
  stream.start(undefined);
  await settled();
  assert.deepEqual([statuses.at(-1).state, statuses.at(-1).gone], ["ended", true]);
  clock.advance(100_000);
  stream.wake();
  assert.equal(server.requests.length, 1);
});

test("a stream without a sign of life is given up", async () => {
  const { clock, server, statuses, stream } = client({ random: () => 1 });
  stream.start(undefined);
  await server.connected();
  server.send("snapshot", { position: "e:1" });
  await settled();
  clock.advance(StreamClient.SILENT_MS - 1000);
  server.comment();
  await settled();
  clock.advance(StreamClient.SILENT_MS - 1000);
  assert.equal(statuses.at(-1).state, "joined");
  clock.advance(1000);
  assert.equal(statuses.at(-1).state, "waiting");
});

test("it rests when asked, and goes on where it was", async () => {
  const { clock, server, statuses, stream } = client();
  stream.start("e:1");
  await server.connected();
  server.send("snapshot", { position: "e:3" });
  await settled();
  stream.rest();
  assert.equal(server.requests[0].signal.aborted, true);
  clock.advance(100_000);
  assert.deepEqual([statuses.at(-1).state, server.requests.length], ["resting", 1]);
  stream.wake();
  assert.equal(server.requests[1].after, "e:3");
});

test("waits grow from failure to failure", async () => {
  const { clock, server, statuses, stream } = client({ random: () => 1 });
  server.failing = true;
  stream.start(undefined);
  const waits = [];
  for (let round = 0; round < 4; round++) {
    await settled();
    waits.push(statuses.at(-1).retryAt - clock.now());
    clock.advance(waits.at(-1));
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000]);
});
