// The class `AzureOpenAI` of OpenAI's SDK: other addresses, another header.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthenticationError, AzureOpenAI, BadRequestError, NotFoundError } from "openai";
import { PARLEY_KEY, PARLEY_URL, refusal, script, weatherCall } from "./support.mjs";

const azure = (more = {}) => new AzureOpenAI({ endpoint: PARLEY_URL, apiKey: PARLEY_KEY, apiVersion: "2024-10-21", maxRetries: 0, ...more });
const ask = (content) => [{ role: "user", content }];

test("a completion comes in one piece, from the model in the request or from the deployment", async () => {
  for (const client of [azure(), azure({ deployment: "test/alpha" })]) {
    const completion = await client.chat.completions.create({ model: "test/alpha", messages: ask("one two") });
    assert.equal(completion.choices[0].message.content, "one two");
    assert.equal(completion.model, "test/alpha");
    assert.equal(completion.usage.completion_tokens, 2);
  }
  const named = await azure({ deployment: "test/alpha" }).chat.completions.create({ model: "gpt-4o", messages: ask("one") });
  assert.equal(named.model, "test/alpha");
});

test("a completion is streamed, with its usage", async () => {
  const stream = await azure().chat.completions.create({
    model: "test/alpha",
    messages: ask("one two three"),
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let usage = null;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? "";
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, "one two three");
  assert.equal(usage.completion_tokens, 3);
});

test("a tool is called in a stream", async () => {
  await script("beta", weatherCall("beta"));
  const completion = await azure().chat.completions.stream({ model: "test/beta", messages: ask("x") }).finalChatCompletion();
  assert.equal(completion.choices[0].message.tool_calls[0].function.arguments, '{"city":"Graz"}');
});

test("older completions, embeddings, responses and models are there as well", async () => {
  const completion = await azure().completions.create({ model: "test/alpha", prompt: "one two" });
  assert.equal(completion.choices[0].text, "one two");
  const embedded = await azure().embeddings.create({ model: "test/embed", input: "four" });
  assert.equal(embedded.data.length, 1);
  const response = await azure().responses.create({ model: "test/alpha", input: "one two" });
  assert.equal(response.output_text, "one two");
  const names = [];
  for await (const model of azure().models.list()) names.push(model.id);
  assert.ok(names.includes("test/alpha"), names.join(" "));
});

test("errors are the SDK's own", async () => {
  await script("beta", refusal);
  await assert.rejects(azure().chat.completions.create({ model: "test/beta", messages: ask("x") }), (e) => e instanceof BadRequestError && e.code === "odd");
  await assert.rejects(azure().chat.completions.create({ model: "test/nothing", messages: ask("x") }), NotFoundError);
  await assert.rejects(azure({ apiKey: "pk-nobody" }).chat.completions.create({ model: "test/alpha", messages: ask("x") }), AuthenticationError);
});
