import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const WEBAPP = new URL("../../main/webapp/", import.meta.url).pathname;
const files = (folder, ending) =>
  readdirSync(join(WEBAPP, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith(ending) && !name.startsWith("vendor"));
const read = (name) => readFileSync(join(WEBAPP, name), "utf8");

test("no date and no number is written in the browser's language", () => {
  for (const name of files("js", ".js")) {
    const source = read(name);
    assert.doesNotMatch(source, /\.toLocale(?:Date|Time)?String\(\s*(?:\)|undefined)/, name);
    assert.doesNotMatch(source, /Intl\.\w+\(\s*(?:\)|undefined|\[\])/, name);
    assert.doesNotMatch(source, /navigator\.languages?\b/, name);
  }
});

test("no form is checked by the browser, which would complain in its own language", () => {
  const checks = /<(?:input|textarea|select)\b[^>]*\s(?:required|pattern|min|max|minlength|step|type="(?:email|url|number|date|time))/;
  for (const name of files(".", ".xhtml")) {
    for (const [form] of read(name).matchAll(/<form\b[\s\S]*?<\/form>/g)) {
      if (checks.test(form)) assert.match(form, /^<form\b[^>]*\snovalidate=/, `${name}: ${form.slice(0, 120)}`);
    }
  }
});

test("every page says that it is in English", () => {
  for (const name of files("error", ".html")) assert.match(read(name), /<html\b[^>]*\slang="en"/, name);
  const template = read("WEB-INF/templates/page.xhtml");
  assert.match(template, /<html\b[^>]*\slang="en"/);
  assert.match(template, /<f:view\b[^>]*\slocale="en"/, "or the answer names the language of the browser");
});
