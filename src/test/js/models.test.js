import assert from "node:assert/strict";
import { test } from "node:test";
import { aboutWords, contextWords, ModelList, optionsInView, problemWords, skillWords } from "../../main/webapp/js/conversation/model-list.js";
import { ModelShelf } from "../../main/webapp/js/conversation/model-shelf.js";
import { HeldClock } from "./held-clock.js";

const ids = (models) => models.map(({ id }) => id);
const many = (count) => Array.from({ length: count }, (_, index) => ({ id: `router/vendor-${index % 97}/model-${index}`, provider: "router", name: `Model ${index}` }));

test("models are found by all the words, those that can be asked first", () => {
  const list = new ModelList([
    { id: "a/llama-8b", provider: "a", name: "Llama 8B", available: false },
    { id: "b/llama-70b", provider: "b", name: "Llama 70B", context_length: 131_072 },
    { id: "b/mistral", provider: "b" },
  ]);
  assert.deepEqual(ids(list.matching("LLAMA b")), ["b/llama-70b", "a/llama-8b"]);
  assert.deepEqual(ids(list.matching("")), ["b/llama-70b", "b/mistral", "a/llama-8b"]);
  assert.deepEqual(ids(list.matching("llama mistral")), []);
  assert.equal(contextWords(list.find("b/llama-70b")), "131k context");
  assert.equal(contextWords(list.find("b/mistral")), "");
});

test("a key reads no name of a model again, however many there are", () => {
  let reads = 0;
  const counting = many(12_620).map(
    (model) => new Proxy(model, { get: (target, key) => (["id", "name"].includes(key) && reads++, target[key]) }),
  );
  const list = new ModelList(counting);
  const whenRead = reads;
  for (const query of ["m", "mo", "model 12", "vendor-3 model", "nothing"]) list.matching(query);
  assert.equal(reads, whenRead);
});

test("only the options around the view are made, however many there are", () => {
  for (const size of [0, 1, 5, 12_620, 1_000_000]) {
    for (const top of [0, 51, 52, 5200, size * 52 - 400, size * 52 + 9000]) {
      const { from, to } = optionsInView({ size, row: 52, top: Math.max(0, top), height: 400 });
      assert.ok(from >= 0 && to <= size && to - from <= 25, `${size} ${top}: ${from} to ${to}`);
    }
  }
  assert.deepEqual(optionsInView({ size: 12_620, row: 52, top: 5200, height: 416 }), { from: 94, to: 115 });
});

test("every option that is in view, even by a pixel, is made", () => {
  for (let top = 0; top < 3000; top += 7) {
    const { from, to } = optionsInView({ size: 100, row: 52, top, height: 400 });
    assert.ok(from * 52 <= top && to * 52 >= Math.min(5200, top + 400), `${top}: ${from} to ${to}`);
  }
});

test("a name typed by hand is offered where the list may not have it", () => {
  const list = new ModelList([{ id: "openai/gpt-9", provider: "openai" }]);
  const providers = [{ name: "openai", available: true }, { name: "azure", available: false, problem: "404" }, { name: "lab", available: true }];
  const byHand = (query) => ids(list.byHand(query, providers, list.matching(query).length > 0));
  assert.deepEqual(byHand("openai/gpt-10"), ["openai/gpt-10"]);
  assert.deepEqual(byHand("openai/gpt-9"), [], "the list has it");
  assert.deepEqual(byHand(" azure/My-Deployment "), ["azure/My-Deployment"]);
  assert.deepEqual(byHand("meta/llama-4"), ["azure/meta/llama-4", "lab/meta/llama-4"], "providers that list nothing");
  assert.deepEqual(byHand("gpt"), [], "the list has some of them");
  assert.deepEqual(byHand("openai/"), []);
  assert.deepEqual(byHand("two words"), []);
  assert.deepEqual(byHand(""), []);
  assert.equal(list.byHand("azure/x", providers, false)[0].provider, "azure");
});

test("a name with its provider is offered where the providers are not known", () => {
  const list = new ModelList();
  assert.deepEqual(ids(list.byHand("azure/x", undefined, false)), ["azure/x"]);
  assert.deepEqual(ids(list.byHand("x", undefined, false)), []);
});

test("what a model can do is told, and what is not known is left out", () => {
  const model = { id: "a/b", provider: "a", capabilities: { system: false, temperature: false, vision: true, thinking: true, max_tokens_parameter: "max_completion_tokens" } };
  assert.deepEqual(aboutWords(model), ["Supports pictures, thinking.", "Does not support system prompts, temperature.", "The limit is sent as max_completion_tokens."]);
  assert.equal(skillWords(model), "pictures, thinking");
  assert.deepEqual(aboutWords({ id: "a/b", provider: "a" }), []);
  assert.deepEqual(aboutWords({ id: "a/b", provider: "a", available: false }), ["Not available."]);
  assert.match(aboutWords({ id: "a/b", provider: "a", typed: true })[0], /not in the list/);
});

test("a provider that offers nothing tells why, and a few are enough", () => {
  const away = (name) => ({ name, available: false, problem: `${name} answered 404.` });
  assert.deepEqual(problemWords([{ name: "a", available: true }, away("b"), { name: "c", available: false }]), ["b: b answered 404.", "c: not available."]);
  assert.equal(problemWords([..."abcdefg"].map(away)).at(-1), "3 more providers have a problem.");
});

test("the list is read when it is wanted, once for all that want it, and again when it is old", async () => {
  const clock = new HeldClock();
  let requests = 0;
  const shelf = new ModelShelf(async () => {
    requests++;
    return { models: many(2), providers: [{ name: "router", available: true }], stale: false };
  }, clock);
  assert.equal(requests, 0);
  await Promise.all([shelf.read(), shelf.read()]);
  assert.deepEqual([requests, shelf.list.size, shelf.providers.length], [1, 2, 1]);
  await shelf.read();
  assert.equal(requests, 1);
  clock.advance(ModelShelf.FRESH_MS);
  await shelf.read();
  assert.equal(requests, 2);
});

test("a list that cannot be read leaves the one before, and is tried again", async () => {
  const clock = new HeldClock();
  let answer = async () => ({ models: many(3) });
  const shelf = new ModelShelf(() => answer(), clock);
  await shelf.read();
  clock.advance(ModelShelf.FRESH_MS);
  answer = async () => Promise.reject(new TypeError("Failed to fetch"));
  await assert.rejects(shelf.read());
  assert.equal(shelf.list.size, 3);
  answer = async () => ({ models: many(4) });
  await shelf.read();
  assert.equal(shelf.list.size, 4);
});
