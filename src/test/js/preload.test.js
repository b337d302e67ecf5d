import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../main/webapp${path}`, import.meta.url), "utf8");

/** @returns {string[]} all that a module imports, itself left out */
function imports(entry) {
  const found = new Set([entry]);
  for (const path of found) {
    for (const [, from] of read(path).matchAll(/^(?:import|export)[^;]*? from "(\.[^"]+)"/gm)) {
      found.add(posix.join(posix.dirname(path), from));
    }
  }
  return [...found].slice(1).sort();
}

const preloads = (page) => [...read(page).matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(([, href]) => href).sort();

for (const page of ["home", "connect", "room", "conversation", "shared"]) {
  test(`the page ${page} preloads exactly the modules it imports`, () => {
    assert.deepEqual(preloads(`/WEB-INF/templates/${page}-modules.xhtml`), imports(`/js/${page}.js`));
  });
}
