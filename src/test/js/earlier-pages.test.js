import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Emitter } from "../../main/webapp/js/emitter.js";
import { Earlier } from "../../main/webapp/js/transcript/earlier.js";
import { TreeElement, treeDocument } from "./tree.js";

/** What is read at once, for printing: addresses, and what is answered. */
let printed = [];
let answersNow = () => ({ items: [], next: "" });
let frames = [];
let observers = [];

globalThis.XMLHttpRequest = class {
  open(method, url, async) {
    assert.equal(async, false);
    printed.push(url);
  }
  setRequestHeader() {}
  send() {
    const answer = answersNow();
    this.status = answer ? 200 : 503;
    this.responseText = JSON.stringify(answer ?? {});
  }
};
globalThis.IntersectionObserver = class {
  constructor(told, options) {
    this.told = told;
    this.options = options;
    observers.push(this);
  }
  observe(element) {
    this.element = element;
  }
};
Object.assign(globalThis, { document: treeDocument, requestAnimationFrame: (run) => frames.push(run) });
const { EarlierPages } = await import("../../main/webapp/js/elements/earlier-pages.js");

beforeEach(() => {
  printed = [];
  frames = [];
  observers = [];
});

const message = (id) => ({ id });

/** The pages of a transcript, and the requests for them, which a test answers. */
function opened({ next = "p1", rows = [message("m9")] } = {}) {
  const requests = [];
  const inserted = [];
  const prepended = [];
  const clicks = [];
  const note = new TreeElement("p");
  note.addEventListener = (type, listener) => clicks.push(listener);
  const scroller = { scrollTop: 5000 };
  const session = { complete: false, hole: new Emitter(), transcript: { rows, prepend: (page) => prepended.push(page) } };
  const fetchPage = (url) => new Promise((resolve, reject) => requests.push({ url, resolve, reject }));
  const earlier = new Earlier(() => "/api/x/messages", next, fetchPage);
  const pages = new EarlierPages({ earlier, note, scroller, session, insert: (page) => inserted.push(page.map(({ id }) => id)) });
  return { clicks, inserted, note, pages, prepended, requests, scroller, session };
}

test("a page is inserted before what is here, and the next one is asked for from there", async () => {
  const { inserted, note, pages, requests, session } = opened();
  const first = pages.load();
  assert.match(requests[0].url, /before=p1/);
  requests[0].resolve({ items: [message("m7"), message("m8")], next: "p2" });
  assert.equal(await first, true);
  assert.deepEqual([inserted, note.textContent, session.complete, pages.more], [[["m7", "m8"]], "", false, true]);
  pages.load();
  assert.match(requests[1].url, /before=p2/);
});

test("the beginning says so, and nothing is asked for any more", async () => {
  const { note, pages, requests, session } = opened();
  const last = pages.load();
  requests[0].resolve({ items: [message("m1")], next: "" });
  assert.equal(await last, true);
  assert.deepEqual([note.textContent, session.complete, pages.more], ["This is the beginning.", true, false]);
  assert.equal(await pages.load(), false);
  assert.equal(requests.length, 1);
});

test("an empty transcript has no earlier pages", async () => {
  const { pages, requests } = opened({ rows: [] });
  assert.equal(await pages.load(), false);
  assert.equal(requests.length, 0);
});

test("a page that fails offers to try again, and the next try takes the offer back", async () => {
  const { clicks, inserted, note, pages, requests } = opened();
  const failed = pages.load();
  requests[0].reject(new TypeError("fetch failed"));
  assert.equal(await failed, false);
  assert.deepEqual(note.children.map(({ nodeName, textContent }) => [nodeName, textContent]), [["BUTTON", "Earlier messages could not be loaded. Try again"]]);
  let prevented = false;
  clicks[0]({ preventDefault: () => (prevented = true) });
  requests[1].resolve({ items: [message("m8")], next: "p2" });
  await new Promise(setImmediate);
  assert.deepEqual([prevented, inserted, note.textContent], [true, [["m8"]], ""]);
});

test("the next page is read when the reader comes near the beginning, in the scroller, and not otherwise", () => {
  const { note, requests, scroller } = opened();
  const [observer] = observers;
  assert.deepEqual([observer.element, observer.options], [note, { root: scroller, rootMargin: "600px 0px 0px" }]);
  observer.told([{ isIntersecting: false }]);
  assert.equal(requests.length, 0);
  observer.told([{ isIntersecting: false }, { isIntersecting: true }]);
  assert.equal(requests.length, 1);
});

for (const [scrollTop, asked] of [[599, 2], [600, 1]]) {
  test(`after a page that moved nothing, at ${scrollTop} pixels, ${asked - 1} more is read`, async () => {
    const { pages, requests, scroller } = opened();
    scroller.scrollTop = scrollTop;
    const first = pages.load();
    requests[0].resolve({ items: [message("m8")], next: "p2" });
    await first;
    frames.forEach((run) => run());
    assert.equal(requests.length, asked);
  });
}

test("after a hole the cursor is the hole's, and the transcript is complete if nothing is before it", async () => {
  const { pages, requests, session } = opened();
  session.hole.emit("hole");
  assert.equal(session.complete, false);
  pages.load();
  assert.match(requests[0].url, /before=hole/);
  session.hole.emit("");
  assert.deepEqual([session.complete, pages.more], [true, false]);
});

test("to be printed, all pages are read at once", () => {
  const answers = [{ items: [message("m7")], next: "p2" }, { items: [message("m1")], next: "" }];
  answersNow = () => answers.shift();
  const { note, pages, prepended, session } = opened();
  pages.readToPrint();
  assert.deepEqual(prepended.map((page) => page.map(({ id }) => id)), [["m1", "m7"]]);
  assert.deepEqual([note.textContent, session.complete, printed.length], ["", true, 2]);
});

test("what is more than 25 pages away is not printed, and the note says so", () => {
  answersNow = () => ({ items: [message("m")], next: "more" });
  const { note, pages, prepended, session } = opened();
  pages.readToPrint();
  assert.deepEqual([printed.length, prepended[0].length, session.complete], [25, 25, false]);
  assert.equal(note.textContent, "Earlier messages are not printed.");
});

test("what cannot be read to be printed is said, and nothing is half there", () => {
  answersNow = () => undefined;
  const { note, pages, prepended } = opened();
  pages.readToPrint();
  assert.deepEqual([note.textContent, prepended], ["Earlier messages could not be loaded and are not printed.", []]);
});
