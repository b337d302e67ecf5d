import assert from "node:assert/strict";
import { test } from "node:test";
import { detailsOf, totalWords } from "../../main/webapp/js/conversation/details.js";
import { NextMessages } from "../../main/webapp/js/conversation/next-messages.js";
import { isLarge, withPasted } from "../../main/webapp/js/conversation/pasted.js";
import { settingsFrom, typedFrom } from "../../main/webapp/js/conversation/settings.js";
import { fallbackWords } from "../../main/webapp/js/session/words.js";
import { MemoryStorage } from "./memory-storage.js";

test("settings are read as typed, and an empty field takes one back", () => {
  const { settings, errors } = settingsFrom({ temperature: "0,5", top_p: "", max_tokens: "100", seed: "-3", stop: "END\n\nSTOP", system_prompt: " Be brief. " });
  assert.deepEqual(errors, {});
  assert.deepEqual(settings, { temperature: 0.5, top_p: null, max_tokens: 100, seed: -3, stop: ["END", "STOP"], system_prompt: "Be brief." });
  assert.deepEqual(typedFrom(settings).stop, "END\nSTOP");
  assert.equal(typedFrom(settings).top_p, "");
});

test("the effort is read where the page asks for it, and taken back when nothing is chosen", () => {
  assert.equal(settingsFrom({ effort: "high" }).settings.effort, "high");
  assert.equal(settingsFrom({ effort: "" }).settings.effort, null);
  assert.equal("effort" in settingsFrom({ temperature: "1" }).settings, false);
  assert.equal(typedFrom({ effort: "low" }).effort, "low");
  assert.equal(typedFrom({}).effort, "");
});

test("what cannot be is said, field by field", () => {
  const wrong = { temperature: "3", top_p: "0", max_tokens: "1.5", seed: "x", stop: "1\n2\n3\n4\n5", system_prompt: "x".repeat(32_769) };
  assert.deepEqual(Object.keys(settingsFrom(wrong).errors).sort(), ["max_tokens", "seed", "stop", "system_prompt", "temperature", "top_p"]);
});

test("a large paste becomes a block whose fence is longer than any in it", () => {
  assert.equal(isLarge("short"), false);
  assert.equal(isLarge("line\n".repeat(30)), true);
  assert.equal(withPasted("Look:", ["a ```` b\n"]), "Look:\n\n`````\na ```` b\n`````");
  assert.equal(withPasted("", ["a"]), "```\na\n```");
  assert.equal(withPasted("only this", []), "only this");
});

test("details tell tokens, cost, time and what was tried before", () => {
  const lines = Object.fromEntries(
    detailsOf({
      model: "b/two",
      createdAt: "",
      usage: { prompt_tokens: 1200, completion_tokens: 100 },
      details: {
        asked_model: "a/one",
        fallbacks: [{ model: "a/one", code: "provider_timeout" }],
        context: { messages: 9, dropped: 1, summarised: 12, tokens: 1180 },
        cost: { amount: 0.00012345, currency: "USD" },
        first_token_ms: 420,
        duration_ms: 2420,
        thinking_ms: 12_400,
        omitted_parameters: ["temperature", "max_tokens"],
      },
    }),
  );
  assert.deepEqual(lines, {
    Model: "b/two",
    "Requested model": "a/one",
    "One failed": "provider timeout",
    Tokens: "1,200 in, 100 out",
    Cost: "0.000123 USD",
    "Time to first token": "420 ms",
    "Total time": "2.4 s",
    Speed: "50.0 tokens/s",
    "Not used by the model": "temperature, max tokens",
    "Thought for": "12.4 s",
    Context: "9 messages, 1,180 tokens; 1 message left out; 12 summarised",
  });
  assert.equal(fallbackWords({ asked_model: "a/one" }, "b/two"), "Two replied: One was not available.");
  assert.equal(fallbackWords({ asked_model: "b/two" }, "b/two"), "");
});

test("what waits is kept in its order and taken once", () => {
  const storage = new MemoryStorage();
  const next = new NextMessages(storage, "k");
  next.add("a");
  next.add("b");
  assert.deepEqual(new NextMessages(storage, "k").texts, ["a", "b"]);
  assert.equal(next.take(), "a");
  assert.equal(next.take(5), undefined);
  assert.equal(next.take(), "b");
  assert.equal(storage.getItem("k"), null);
});

test("a conversation tells what it has taken", () => {
  assert.equal(totalWords({ prompt_tokens: 900, completion_tokens: 350, costs: [{ amount: 0.0123, currency: "USD" }] }), "So far: 1,250 tokens, 0.0123 USD.");
  assert.equal(totalWords({ prompt_tokens: 0, completion_tokens: 0 }), "");
});
