import assert from "node:assert/strict";
import { test } from "node:test";
import { FirstSettings } from "../../main/webapp/js/conversation/first-settings.js";
import { NewSettings } from "../../main/webapp/js/conversation/new-settings.js";
import { MemoryStorage } from "./memory-storage.js";

test("a model chosen before the first question is the new conversation's", async () => {
  const store = new MemoryStorage();
  const first = new FirstSettings(store, "demo/guide");
  let altered = 0;
  first.altered.on(() => altered++);

  assert.equal(first.conversation.default_model, "demo/guide");
  await first.configure({ default_model: "test/alpha" });

  assert.equal(first.conversation.default_model, "test/alpha");
  assert.equal(altered, 1);
  assert.equal(new NewSettings(store).all.default_model, "test/alpha");
});
