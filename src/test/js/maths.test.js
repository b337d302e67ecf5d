import assert from "node:assert/strict";
import { register } from "node:module";
import { test } from "node:test";

const sanitizer = "data:text/javascript,export const formula = (markup) => markup;";
register("./stand-ins.js", import.meta.url, { data: { "/sanitizer.js": sanitizer } });

const jobs = [];
globalThis.HTMLElement = class {
  dataset = {};
  textContent = "x^2";
  replaceChildren(/** @type {string} */ markup) {
    this.textContent = markup.replace(/<[^>]*>/g, "");
  }
};
globalThis.Worker = class {
  postMessage(/** @type {object} */ job) {
    jobs.push(job);
    queueMicrotask(() => this.onmessage({ data: { markup: "<math><mn>2</mn></math>" } }));
  }
  terminate() {}
};
const { ParleyMaths } = await import("../../main/webapp/js/elements/parley-maths.js");

test("a formula that is moved while it is typeset is typeset once, from its TeX", async () => {
  const maths = new ParleyMaths();
  const first = maths.set();
  const moved = maths.set();
  await Promise.all([first, moved]);
  await maths.set();
  assert.deepEqual(jobs.map(({ text }) => text), ["x^2"]);
  assert.equal(maths.title, "x^2");
});
