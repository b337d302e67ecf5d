import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../main/webapp/js/http.js";
import { Persistent } from "../../main/webapp/js/protocol/persistent.js";
import { HeldClock } from "./held-clock.js";
import { settled } from "./stream-server.js";

/** An undertaking whose attempts the test answers, the last answer over and over. */
function undertake(...answers) {
  const clock = new HeldClock();
  const told = [];
  let attempts = 0;
  const attempt = async () => {
    const answer = answers[Math.min(attempts++, answers.length - 1)];
    if (answer) throw answer;
  };
  const undertaking = new Persistent({ attempt, told: (status) => told.push(status.reason ?? status.error?.message ?? status.state), clock, random: () => 0.5 });
  undertaking.start();
  return { undertaking, clock, told, attempts: () => attempts };
}

const away = () => new TypeError("Failed to fetch");

test("what works at once says nothing", async () => {
  const { told } = undertake(undefined);
  await settled();
  assert.deepEqual(told, ["trying", "idle"]);
});

test("it tries until the server is there, at longer and longer intervals", async () => {
  const { clock, told, attempts } = undertake(away(), away(), away(), undefined);
  await settled();
  assert.equal(told.at(-1), "The server cannot be reached.");
  for (const [ms, expected] of [[999, 1], [1, 2], [1999, 2], [1, 3], [4000, 4]]) {
    clock.advance(ms);
    await settled();
    assert.equal(attempts(), expected);
  }
  assert.equal(told.at(-1), "idle");
});

test("a network that is back is tried at once", async () => {
  const { undertaking, told, attempts } = undertake(away(), undefined);
  await settled();
  undertaking.wake();
  await settled();
  assert.equal(attempts(), 2);
  assert.equal(told.at(-1), "idle");
  undertaking.wake();
  assert.equal(attempts(), 2, "it is done");
});

test("a server that is busy is given the time it asks for", async () => {
  for (const code of ["unavailable", "rate_limited"]) {
    const { clock, told, attempts } = undertake(new Refusal(429, code, "", 5000), undefined);
    await settled();
    assert.equal(told.at(-1), "The server is busy.");
    clock.advance(5000);
    assert.equal(attempts(), 1);
    clock.advance(1000);
    assert.equal(attempts(), 2);
  }
});

test("a refusal ends it", async () => {
  const { clock, told, attempts } = undertake(new Refusal(400, "invalid_request", "No."));
  await settled();
  assert.equal(told.at(-1), "No.");
  clock.advance(60_000);
  assert.equal(attempts(), 1);
});

test("what was given up is not done, also when the answer was on its way", async () => {
  const { undertaking, clock, told, attempts } = undertake(away());
  undertaking.giveUp();
  await settled();
  assert.deepEqual(told, ["trying", "idle"]);
  clock.advance(60_000);
  assert.equal(attempts(), 1);
  undertaking.start();
  await settled();
  assert.equal(attempts(), 2);

  let wanted;
  const other = new Persistent({ attempt: async (still) => void (wanted = still), told: () => {}, clock });
  other.start();
  assert.equal(wanted(), true);
  other.giveUp();
  assert.equal(wanted(), false);
});
