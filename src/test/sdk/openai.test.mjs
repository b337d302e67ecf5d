// OpenAI's SDK for Node against a running Parley, as a user would use it. Started by OpenAiNodeIT with:
// PARLEY_URL, PARLEY_KEY (everything), MODELS_URL (the scriptable provider `test`).
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI, { APIError, APIUserAbortError, AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from "./openai/index.mjs";

const { PARLEY_URL, PARLEY_KEY, MODELS_URL } = process.env;
const baseURL = `${PARLEY_URL}v1`;
const client = new OpenAI({ baseURL, apiKey: PARLEY_KEY, maxRetries: 0 });
const ask = (/** @type {string} */ content) => [{ role: "user", content }];

/** The next request for a model is answered so. */
async function script(model, script) {
  const answer = await fetch(`${MODELS_URL}script`, { method: "POST", body: JSON.stringify({ model, script, times: 1 }) });
  assert.equal(answer.status, 200);
}

async function lastRequest() {
  const all = await (await fetch(`${MODELS_URL}requests`)).json();
  return all.at(-1);
}

async function until(what, condition) {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("models are listed, and one is found by its name", async () => {
  const names = [];
  for await (const model of client.models.list()) names.push(model.id);
  assert.ok(names.includes("test/alpha"), names.join(" "));
  assert.ok(names.includes("demo/guide"), names.join(" "));
  const model = await client.models.retrieve("test/alpha");
  assert.equal(model.id, "test/alpha");
  assert.equal(model.owned_by, "test");
});

test("a completion comes in one piece", async () => {
  const completion = await client.chat.completions.create({ model: "test/alpha", messages: ask("one two") });
  assert.equal(completion.choices[0].message.content, "one two");
  assert.equal(completion.model, "test/alpha");
  assert.equal(completion.usage.completion_tokens, 2);
});

test("a completion is streamed, with its usage", async () => {
  const stream = await client.chat.completions.create({
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

test("the stream helper puts a completion together", async () => {
  const stream = client.chat.completions.stream({ model: "demo/guide", messages: ask("How do I start Parley?") });
  const completion = await stream.finalChatCompletion();
  assert.match(completion.choices[0].message.content, /mvnw/);
});

test("a tool is called, and its result answered", async () => {
  const call = { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Graz"}' } };
  await script("beta", {
    answer: JSON.stringify({
      id: "c1",
      object: "chat.completion",
      created: 1,
      model: "beta",
      choices: [{ index: 0, message: { role: "assistant", content: null, tool_calls: [call] }, finish_reason: "tool_calls" }],
    }),
  });
  await script("beta", { text: "Sunny." });
  const runner = client.chat.completions.runTools({
    model: "test/beta",
    messages: ask("Weather in Graz?"),
    tools: [
      {
        type: "function",
        function: {
          name: "weather",
          parse: JSON.parse,
          parameters: { type: "object", properties: { city: { type: "string" } } },
          function: ({ city }) => `sun over ${city}`,
        },
      },
    ],
  });
  assert.equal(await runner.finalContent(), "Sunny.");
  const { body } = await lastRequest();
  assert.equal(body.messages.at(-1).content, "sun over Graz");
  assert.equal(body.messages.at(-1).tool_call_id, "call_1");
  assert.equal(body.tools[0].function.name, "weather");
});

test("tool calls are streamed in their pieces", async () => {
  const chunk = (delta, finish_reason = null) =>
    JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "beta", choices: [{ index: 0, delta, finish_reason }] });
  await script("beta", {
    chunks: [
      chunk({ role: "assistant", tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "f", arguments: "" } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"a":' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: "1}" } }] }),
      chunk({}, "tool_calls"),
    ],
  });
  const completion = await client.chat.completions.stream({ model: "test/beta", messages: ask("x") }).finalChatCompletion();
  assert.equal(completion.choices[0].message.tool_calls[0].function.arguments, '{"a":1}');
});

test("a response format reaches the provider", async () => {
  const response_format = { type: "json_schema", json_schema: { name: "n", strict: true, schema: { type: "object" } } };
  await script("gamma", { text: '{"a":1}' });
  const completion = await client.chat.completions.parse({ model: "test/gamma", messages: ask("x"), response_format });
  assert.equal(completion.choices[0].message.content, '{"a":1}');
  assert.deepEqual((await lastRequest()).body.response_format, response_format);
});

test("refusals are the SDK's own errors", async () => {
  const stranger = new OpenAI({ baseURL, apiKey: "pk-nobody", maxRetries: 0 });
  await assert.rejects(stranger.models.list(), (/** @type {APIError} */ e) => e instanceof AuthenticationError && e.code === "invalid_api_key");
  await assert.rejects(
    client.chat.completions.create({ model: "test/nothing", messages: ask("x") }),
    (/** @type {APIError} */ e) => e instanceof NotFoundError && e.code === "model_not_found" && e.param === "model",
  );
  await script("beta", { status: 429, retry_after: "1", body: JSON.stringify({ error: { message: "slow", code: "rate_limit" } }) });
  await assert.rejects(
    client.chat.completions.create({ model: "test/beta", messages: ask("x"), stream: true }),
    (/** @type {APIError} */ e) => e instanceof RateLimitError && e.headers.get("retry-after") === "1",
  );
  await assert.rejects(client.responses.create({ model: "demo/guide", input: "x", previous_response_id: "resp_1" }), BadRequestError);
});

test("a busy provider is asked again by the SDK", async () => {
  await script("beta", { status: 429, retry_after: "1", body: JSON.stringify({ error: { message: "slow", code: "rate_limit" } }) });
  const patient = new OpenAI({ baseURL, apiKey: PARLEY_KEY, maxRetries: 4 });
  const completion = await patient.chat.completions.create({ model: "test/beta", messages: ask("again") });
  assert.equal(completion.choices[0].message.content, "again");
});

test("a failure in the middle of a stream is thrown", async () => {
  await script("breaks", { tokens: 9, end_after: 3 });
  const stream = await client.chat.completions.create({ model: "test/breaks", messages: ask("x"), stream: true });
  await assert.rejects(async () => {
    for await (const _ of stream);
  }, APIError);
});

test("an abort ends the provider's work", async () => {
  await script("slow", { tokens: 10_000, rate: 20 });
  const stream = await client.chat.completions.create({ model: "test/slow", messages: ask("x"), stream: true });
  for await (const _ of stream) break;
  await until("the provider is left", async () => (await lastRequest()).closed_by_client);

  await script("silent", { stall_first: 3_600_000 });
  const leaving = new AbortController();
  const silent = client.chat.completions.create({ model: "test/silent", messages: ask("x") }, { signal: leaving.signal });
  await until("the provider is asked", async () => (await lastRequest()).model === "silent");
  leaving.abort();
  await assert.rejects(silent, APIUserAbortError);
  await until("the provider is left", async () => (await lastRequest()).closed_by_client);
});

test("a response comes in one piece", async () => {
  const response = await client.responses.create({ model: "test/alpha", instructions: "Be brief.", input: "one two" });
  assert.equal(response.status, "completed");
  assert.equal(response.output_text, "one two");
  assert.equal(response.usage.output_tokens, 2);
  assert.equal((await lastRequest()).body.messages[0].content, "Be brief.");
});

test("a response is streamed as numbered events", async () => {
  const stream = await client.responses.create({ model: "test/alpha", input: ask("one two three"), stream: true });
  const types = [];
  let text = "";
  let last;
  for await (const event of stream) {
    assert.equal(event.sequence_number, types.length);
    types.push(event.type);
    if (event.type === "response.output_text.delta") text += event.delta;
    last = event;
  }
  assert.equal(text, "one two three");
  assert.deepEqual(types.slice(0, 4), ["response.created", "response.in_progress", "response.output_item.added", "response.content_part.added"]);
  assert.deepEqual(types.slice(-4), ["response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed"]);
  assert.equal(last.response.output[0].content[0].text, "one two three");
});

test("the stream helper puts a response together", async () => {
  const response = await client.responses.stream({ model: "demo/guide", input: "How do I start Parley?" }).finalResponse();
  assert.match(response.output_text, /mvnw/);
});

test("a response that fails says so", async () => {
  await script("breaks", { tokens: 9, end_after: 3 });
  const types = [];
  for await (const event of await client.responses.create({ model: "test/breaks", input: "x", stream: true })) {
    types.push(event.type);
    if (event.type === "response.failed") assert.ok(event.response.error.message);
  }
  assert.equal(types.at(-1), "response.failed");
});

test("texts are embedded", async () => {
  const embedded = await client.embeddings.create({ model: "local/all-minilm-l6-v2", input: ["a cat", "a kitten", "tax law"] });
  const [cat, kitten, tax] = embedded.data.map((entry) => entry.embedding);
  const product = (a, b) => a.reduce((sum, x, at) => sum + x * b[at], 0);
  assert.equal(cat.length, 384);
  assert.ok(product(cat, kitten) > product(cat, tax) + 0.2);
});
