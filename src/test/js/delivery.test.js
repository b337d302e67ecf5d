import assert from "node:assert/strict";
import { test } from "node:test";
import { Delivery } from "../../main/webapp/js/conversation/delivery.js";
import { Refusal } from "../../main/webapp/js/http.js";

const UNSENT = { messageId: "m1", text: "Hello", createdAt: "2026-11-21T10:00:00Z" };

function deliver(post) {
  const did = [];
  const note = (name) => (...what) => did.push([name, ...what]);
  const delivery = new Delivery({
    sending: { settle: note("settle"), later: note("later"), hold: note("hold"), refuse: note("refuse") },
    transcript: { find: () => undefined },
    author: () => ({ id: "me", name: "Me" }),
    post,
    listener: { expect: note("expect"), unreachable: note("unreachable"), reached: note("reached"), gone: note("gone") },
  });
  return { delivery, did };
}

/** @param {Partial<{status: number, code: string, retryAfterMs: number}>} what */
function refusing({ status = 400, code = "invalid_request", retryAfterMs }) {
  return async () => {
    throw Object.assign(Object.create(Refusal.prototype), { status, code, message: "No.", retryAfterMs });
  };
}

test("a message is posted once at a time", async () => {
  let posts = 0;
  let answer;
  const { delivery, did } = deliver(() => (posts++, new Promise((resolve) => (answer = resolve))));
  const first = delivery.transmit(UNSENT);
  await delivery.transmit(UNSENT);
  assert.equal(posts, 1);
  answer({ position: "e:1" });
  await first;
  assert.deepEqual(did, [["settle", "m1"]]);
});

test("a reply that is sure to come is expected", async () => {
  const { delivery, did } = deliver(async () => ({ position: "e:1", reply_id: "r1" }));
  await delivery.transmit(UNSENT);
  assert.deepEqual(did.at(-1), ["expect", "r1", UNSENT]);
});

test("a server that does not answer is asked again later", async () => {
  const { delivery, did } = deliver(async () => {
    throw new TypeError("Failed to fetch");
  });
  await delivery.transmit(UNSENT);
  assert.deepEqual(did, [["later", "m1", Delivery.AGAIN_MS], ["unreachable"]]);
});

test("a server that refuses has been reached, and its limit is waited for", async () => {
  const { delivery, did } = deliver(refusing({ status: 429, code: "rate_limited", retryAfterMs: 7000 }));
  await delivery.transmit(UNSENT);
  assert.deepEqual(did, [["reached"], ["hold", "m1", 7000]]);
});

test("a conversation that does not exist any longer is gone", async () => {
  const { delivery, did } = deliver(refusing({ status: 404, code: "not_found" }));
  await delivery.transmit(UNSENT);
  assert.deepEqual(did.map(([name]) => name), ["reached", "refuse", "gone"]);
});
