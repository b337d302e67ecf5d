import assert from "node:assert/strict";
import { test } from "node:test";
import { Turns } from "../../main/webapp/js/markdown/turns.js";
import { Workshop } from "../../main/webapp/js/markdown/workshop.js";
import { HeldClock } from "./held-clock.js";

/** @returns a workshop whose workers do what the test says */
function open() {
  const clock = new HeldClock();
  const workers = [];
  const workshop = new Workshop(() => {
    const worker = { jobs: [], ended: false, postMessage: (job) => worker.jobs.push(job), terminate: () => (worker.ended = true) };
    worker.ready = () => worker.onmessage({ data: { ready: true } });
    worker.answer = (markup) => worker.onmessage({ data: { markup } });
    workers.push(worker);
    return worker;
  }, clock);
  return { clock, workers, make: (text) => workshop.make({ kind: "code", text }) };
}

test("texts are worked on one after the other, by one worker", async () => {
  const { workers, make } = open();
  const first = make("a");
  const second = make("b");
  assert.deepEqual(workers[0].jobs.map(({ text }) => text), ["a"]);
  workers[0].ready();
  workers[0].answer("A");
  assert.equal(await first, "A");
  workers[0].ready();
  workers[0].answer("B");
  assert.equal(await second, "B");
  assert.equal(workers.length, 1);
});

test("a text that takes too long ends its worker, and the next text is worked on", async () => {
  const { clock, workers, make } = open();
  const hostile = make("a");
  const ordinary = make("b");
  clock.advance(Workshop.LIMIT_MS + 1);
  assert.equal(workers[0].ended, false, "while the library loads");
  workers[0].ready();
  clock.advance(Workshop.LIMIT_MS);
  assert.equal(await hostile, undefined);
  assert.equal(workers[0].ended, true);
  workers[1].ready();
  workers[1].answer("B");
  assert.equal(await ordinary, "B");
});

test("a worker that cannot be started leaves the text as it is", async () => {
  const { workers, make } = open();
  const text = make("a");
  workers[0].onerror(new Event("error"));
  assert.equal(await text, undefined);
});

test("workers that cannot be started are not counted as texts that take too long", async () => {
  const { clock, workers, make } = open();
  for (let index = 0; index < Workshop.INTERRUPTIONS; index++) {
    const text = make(String(index));
    if (index % 2) workers[index].onerror(new Event("error"));
    else clock.advance(Workshop.LOADING_MS);
    assert.equal(await text, undefined);
  }
  const text = make("online again");
  workers.at(-1).ready();
  workers.at(-1).answer("A");
  assert.equal(await text, "A");
});

test("a worker that could not load its library is not asked again", async () => {
  const { workers, make } = open();
  const first = make("a");
  workers[0].answer(undefined);
  assert.equal(await first, undefined);
  assert.ok(workers[0].ended);
  const second = make("b");
  workers[1].ready();
  workers[1].answer("B");
  assert.equal(await second, "B");
});

test("a browser without workers leaves the texts as they are", async () => {
  const workshop = new Workshop(() => {
    throw new Error("no workers");
  }, new HeldClock());
  assert.equal(await workshop.make({ kind: "code", text: "a" }), undefined);
  assert.equal(await workshop.make({ kind: "code", text: "b" }), undefined);
});

test("after many texts that took too long nothing is worked on any more", async () => {
  const { clock, workers, make } = open();
  const texts = Array.from({ length: Workshop.INTERRUPTIONS + 5 }, (_, index) => make(String(index)));
  for (let index = 0; index < Workshop.INTERRUPTIONS; index++) {
    workers[index].ready();
    clock.advance(Workshop.LIMIT_MS);
  }
  assert.deepEqual(new Set(await Promise.all(texts)), new Set([undefined]));
  assert.equal(await make("later"), undefined);
  assert.equal(workers.length, Workshop.INTERRUPTIONS);
});

test("no more texts wait than fit", async () => {
  const { make } = open();
  for (let index = 0; index <= Workshop.WAITING; index++) make(String(index));
  assert.equal(await make("one too many"), undefined);
});

/** @returns turns whose frames come when the test says so */
function held() {
  let now = 0;
  let asked = false;
  let draw = () => {};
  const turns = new Turns(
    () => now,
    (run) => ((draw = run), () => (asked = true)),
  );
  return { turns, pass: (ms) => (now += ms), frame: () => (assert.ok(asked, "a frame was asked for"), (asked = false), draw()), waits: () => asked };
}

test("formatting takes a part of each frame, and what is left waits for the next", () => {
  const { turns, pass, frame, waits } = held();
  const done = [];
  assert.ok(turns.left);
  pass(Turns.FRAME_MS);
  assert.ok(!turns.left);
  for (const name of ["a", "b", "c"]) turns.later({ name }, () => (done.push(name), pass(Turns.FRAME_MS / 2)));
  frame();
  assert.deepEqual(done, ["a", "b"]);
  frame();
  assert.deepEqual(done, ["a", "b", "c"]);
  frame();
  assert.ok(!waits(), "nothing is left");
});

test("what is no longer wanted is not done", () => {
  const { turns, frame } = held();
  const owner = {};
  turns.later(owner, () => assert.fail());
  turns.forget(owner);
  frame();
});

test("what another owner's run takes back or replaces is not done in the frame", () => {
  const { turns, frame } = held();
  const done = [];
  const [back, replaced] = [{}, {}];
  turns.later({}, () => (turns.forget(back), turns.later(replaced, () => done.push("new"))));
  turns.later(back, () => done.push("taken back"));
  turns.later(replaced, () => done.push("old"));
  frame();
  assert.deepEqual(done, []);
  frame();
  assert.deepEqual(done, ["new"]);
});

test("an owner that asks for later from its own run is not run again in the same frame", () => {
  const { turns, pass, frame } = held();
  const owner = {};
  let runs = 0;
  const again = () => (runs++, pass(1), turns.later(owner, again));
  turns.later(owner, again);
  frame();
  assert.equal(runs, 1);
  frame();
  assert.equal(runs, 2);
});

test("a frame's formatting is done within what the page puts around it, and nothing else is", () => {
  const { turns, frame } = held();
  const done = [];
  turns.around = (work) => (done.push("before"), work(), done.push("after"));
  turns.later({}, () => done.push("a"));
  turns.later({}, () => done.push("b"));
  frame();
  assert.deepEqual(done, ["before", "a", "b", "after"]);
  frame();
  assert.equal(done.length, 4, "nothing waits");
});

test("what is printed is formatted however long it takes", () => {
  const { turns, pass } = held();
  const done = [];
  for (const name of ["a", "b", "c"]) {
    turns.later({}, () => {
      pass(1000);
      done.push(name);
      if (name === "b") turns.later({}, () => done.push("more of b"));
    });
  }
  turns.finish();
  assert.deepEqual(done, ["a", "b", "c", "more of b"]);
  assert.equal(turns.left, true, "the next frame has its time");
  const wait = () => turns.later(wait, wait);
  wait();
  turns.finish(); // and does not wait for what waits for something else
});
