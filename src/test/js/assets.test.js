import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const SITE = new URL("../../main/webapp/", import.meta.url);
const read = (path) => readFileSync(new URL(path, SITE), "utf8");
const files = (ending) => readdirSync(SITE, { recursive: true }).filter((name) => name.endsWith(ending) && !name.startsWith("vendor"));

/** An address of a file of ours that names no version: a browser asks for such a file at each visit. */
const UNVERSIONED = /["'(`]\/(css|img|js|vendor)\//;

test("modules and styles name each other relatively, so that they stay below the version", () => {
  for (const name of [...files(".js"), ...files(".css")]) assert.doesNotMatch(read(name), UNVERSIONED, name);
});

test("pages name scripts, styles and images below the version", () => {
  for (const name of files(".xhtml")) assert.doesNotMatch(read(name), UNVERSIONED, name);
});

test("a page has one style sheet, which imports the others", () => {
  for (const name of files(".xhtml")) {
    const sheets = [...read(name).matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, href]) => href);
    assert.ok(sheets.length <= 1, name);
    for (const sheet of sheets) {
      const [, path] = sheet.match(/^#\{assets\.base\}\/(css\/page-[a-z]+\.css)$/) ?? assert.fail(`${name}: ${sheet}`);
      for (const [, imported] of read(path).matchAll(/@import "([^"]+)"/g)) read(`css/${imported}`);
    }
  }
});

test("the address of the worker is the same from a module and from a bundle", () => {
  const [, from, to] = read("js/markdown/workshop.js").match(/import\.meta\.url\.replace\(\/(.+?)\/, "(.+?)"\)/) ?? [];
  for (const module of ["/js/markdown/workshop.js", "/assets/1f/js/markdown/workshop.js", "/assets/1f/js/room.js"]) {
    const base = `http://parley.test${module}`.replace(new RegExp(from), to);
    assert.equal(`${base}/markdown/worker.js`, `http://parley.test${module.replace(/\/js\/.*/, "")}/js/markdown/worker.js`);
  }
});

test("no module has more than 250 lines", () => {
  const large = files(".js").filter((name) => name.startsWith("js/") && read(name).split("\n").length - 1 > 250);
  assert.deepEqual(large, []);
});
