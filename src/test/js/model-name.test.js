import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { modelName } from "../../main/webapp/js/session/model-name.js";

const table = JSON.parse(readFileSync(new URL("model-names.json", import.meta.url), "utf8"));

test("a model is called as its maker writes the name", () => {
  for (const { id, name } of table) assert.equal(modelName(id), name, id);
  assert.equal(modelName(undefined), "Assistant");
});
