// OpenAI's SDK for Node against a running Parley, as a user would use it.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI, { APIError, APIUserAbortError, AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { z } from "zod";
import { baseURL, chunks, lastRequest, PARLEY_KEY, refusal, script, until, weatherCall, wholeWeatherCall } from "./support.mjs";

const client = new OpenAI({ baseURL, apiKey: PARLEY_KEY, maxRetries: 0 });
const ask = (/** @type {string} */ content) => [{ role: "user", content }];
const tools = [{ type: "function", name: "weather", parameters: { type: "object", properties: { city: { type: "string" } } }, strict: false }];

/** What the SDK makes of a stream of events, and the events. */
async function streamed(request) {
  const stream = client.responses.stream(request);
  const events = [];
  for await (const event of stream) events.push(event);
  events.forEach((event, at) => assert.equal(event.sequence_number, at));
  return { response: await stream.finalResponse(), events, types: events.map((event) => event.type) };
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
    client.chat.completions.create({ model: "nobody/nothing", messages: ask("x") }),
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

test("a response calls a function, and its result is answered", async () => {
  await script("beta", wholeWeatherCall("beta"));
  const asked = await client.responses.create({ model: "test/beta", input: "Weather in Graz?", tools, tool_choice: "auto", parallel_tool_calls: false });
  const [call] = asked.output;
  assert.deepEqual([call.type, call.name, call.call_id, call.arguments, call.status], ["function_call", "weather", "call_1", '{"city":"Graz"}', "completed"]);
  assert.equal((await lastRequest()).body.parallel_tool_calls, false);
  await script("beta", { text: "Sunny." });
  const answer = await client.responses.create({
    model: "test/beta",
    tools,
    previous_response_id: asked.id,
    input: [{ type: "function_call_output", call_id: call.call_id, output: "sun" }],
  });
  assert.equal(answer.output_text, "Sunny.");
  const { messages } = (await lastRequest()).body;
  assert.deepEqual(
    messages.map((message) => message.role),
    ["user", "assistant", "tool"],
  );
  assert.equal(messages[1].tool_calls[0].id, "call_1");
  assert.equal(messages[2].content, "sun");
});

test("a function call is streamed as its own events", async () => {
  await script("beta", weatherCall("beta"));
  const { response, types, events } = await streamed({ model: "test/beta", input: "Weather?", tools });
  assert.deepEqual(types.slice(2), [
    "response.output_item.added",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "response.output_item.done",
    "response.completed",
  ]);
  assert.equal(response.output[0].arguments, '{"city":"Graz"}');
  assert.equal(response.usage.output_tokens, 5);
  assert.equal(new Set(events.map((event) => event.item_id ?? event.item?.id).filter(Boolean)).size, 1);
});

test("two functions are called at once, however their pieces are mixed", async () => {
  const piece = (index, more) => ({ tool_calls: [{ index, ...more }] });
  await script(
    "beta",
    chunks(
      "beta",
      [
        { content: "Let me look." },
        piece(0, { id: "call_a", type: "function", function: { name: "weather", arguments: "{" } }),
        piece(1, { id: "call_b", type: "function", function: { name: "weather", arguments: '{"city":' } }),
        piece(0, { function: { arguments: "}" } }),
        piece(1, { function: { arguments: '"Linz"}' } }),
      ],
      "tool_calls",
    ),
  );
  const { response } = await streamed({ model: "test/beta", input: "Weather?", tools });
  assert.deepEqual(
    response.output.map((item) => [item.type, item.call_id, item.arguments]),
    [
      ["message", undefined, undefined],
      ["function_call", "call_a", "{}"],
      ["function_call", "call_b", '{"city":"Linz"}'],
    ],
  );
});

test("what a model thinks is a summary of its reasoning, before its answer", async () => {
  await script("gamma", { reasoning: "Let me see.", text: "Done it is." });
  const { response, types } = await streamed({ model: "test/gamma", input: "x", reasoning: { effort: "high", summary: "auto" }, text: { verbosity: "low" } });
  assert.deepEqual(
    types.filter((type) => type.includes("reasoning")),
    [
      "response.reasoning_summary_part.added",
      "response.reasoning_summary_text.delta",
      "response.reasoning_summary_text.done",
      "response.reasoning_summary_part.done",
    ],
  );
  assert.equal(response.output[0].summary[0].text, "Let me see.");
  assert.equal(response.output[1].content[0].text, "Done it is.");
  assert.equal(response.reasoning.effort, "high");
  const { body } = await lastRequest();
  assert.equal(body.reasoning_effort, "high");
  assert.equal(body.verbosity, "low");
});

test("a structured answer is parsed", async () => {
  await script("gamma", { text: '{"city":"Graz"}' });
  const response = await client.responses.parse({ model: "test/gamma", input: "x", text: { format: zodTextFormat(z.object({ city: z.string() }), "place") } });
  assert.deepEqual(response.output_parsed, { city: "Graz" });
  const { response_format } = (await lastRequest()).body;
  assert.equal(response_format.type, "json_schema");
  assert.equal(response_format.json_schema.name, "place");
  assert.equal(response_format.json_schema.schema.type, "object");
});

test("pictures reach the provider, also large ones", async () => {
  const image_url = `data:image/png;base64,${"A".repeat(3 * 1024 * 1024)}`;
  await client.responses.create({
    model: "test/alpha",
    input: [{ role: "user", content: [{ type: "input_text", text: "What is this?" }, { type: "input_image", image_url, detail: "low" }] }],
  });
  const [{ content }] = (await lastRequest()).body.messages;
  assert.deepEqual(content[0], { type: "text", text: "What is this?" });
  assert.deepEqual(content[1], { type: "image_url", image_url: { url: image_url, detail: "low" } });
});

test("an answer that is cut off is incomplete", async () => {
  await script("gamma", { text: "one two", finish_reason: "length" });
  const { response, types } = await streamed({ model: "test/gamma", input: "x", max_output_tokens: 2 });
  assert.equal(types.at(-1), "response.incomplete");
  assert.equal(response.status, "incomplete");
  assert.deepEqual(response.incomplete_details, { reason: "max_output_tokens" });
  assert.equal(response.output[0].status, "incomplete");
  assert.equal((await lastRequest()).body.max_tokens, 2);
  await script("gamma", { text: "one", finish_reason: "content_filter" });
  const filtered = await client.responses.create({ model: "test/gamma", input: "x" });
  assert.deepEqual(filtered.incomplete_details, { reason: "content_filter" });
});

test("a refusal is a part of its own", async () => {
  await script("beta", chunks("beta", [{ refusal: "I will" }, { refusal: " not." }], "stop"));
  const { response, types } = await streamed({ model: "test/beta", input: "x" });
  assert.equal(response.output[0].content.length, 1);
  assert.equal(response.output[0].content[0].refusal, "I will not.");
  assert.ok(types.includes("response.refusal.done"));
});

test("a response is kept, listed and deleted", async () => {
  const metadata = { topic: "numbers" };
  const made = await client.responses.create({ model: "test/alpha", input: "one two", metadata });
  assert.equal(made.store, true);
  const found = await client.responses.retrieve(made.id);
  assert.equal(found.output_text, "one two");
  assert.deepEqual(found.metadata, metadata);
  const items = [];
  for await (const item of client.responses.inputItems.list(made.id)) items.push(item);
  assert.equal(items[0].content[0].text, "one two");
  await client.responses.delete(made.id);
  await assert.rejects(client.responses.retrieve(made.id), NotFoundError);
  await assert.rejects(
    client.responses.create({ model: "test/alpha", input: "x", previous_response_id: made.id }),
    (/** @type {APIError} */ e) => e instanceof BadRequestError && e.code === "previous_response_not_found",
  );
  const unkept = await client.responses.create({ model: "test/alpha", input: "x", store: false });
  assert.equal(unkept.store, false);
  await assert.rejects(client.responses.retrieve(unkept.id), NotFoundError);
});

test("what cannot be served is refused by its name", async () => {
  const refused = {
    background: true,
    conversation: "conv_1",
    context_management: [{ type: "compaction" }],
    prompt: { id: "pmpt_1" },
    tools: [{ type: "web_search" }],
    include: ["something.else"],
    unheard_of: 1,
  };
  for (const [param, value] of Object.entries(refused)) {
    await assert.rejects(
      client.responses.create({ model: "test/alpha", input: "x", [param]: value }),
      (/** @type {APIError} */ e) => e instanceof BadRequestError && e.param === param && e.code === "unsupported_parameter",
      param,
    );
  }
  await assert.rejects(client.responses.cancel("resp_00000000000000000000000000000000"), NotFoundError);
});

test("an error before the first word has its status in a stream, too", async () => {
  await script("beta", refusal);
  await assert.rejects(
    client.responses.create({ model: "test/beta", input: "x", stream: true }),
    (/** @type {APIError} */ e) => e instanceof BadRequestError && e.code === "odd",
  );
});

test("older completions come in one piece or streamed", async () => {
  const whole = await client.completions.create({ model: "test/alpha", prompt: "one two", max_tokens: 5 });
  assert.equal(whole.object, "text_completion");
  assert.equal(whole.choices[0].text, "one two");
  assert.equal(whole.usage.completion_tokens, 2);
  let text = "";
  let usage = null;
  for await (const part of await client.completions.create({ model: "test/alpha", prompt: "one two three", stream: true, stream_options: { include_usage: true } })) {
    text += part.choices[0]?.text ?? "";
    usage = part.usage ?? usage;
  }
  assert.equal(text, "one two three");
  assert.equal(usage.completion_tokens, 3);
  await assert.rejects(
    client.completions.create({ model: "test/alpha", prompt: "x", suffix: "y" }),
    (/** @type {APIError} */ e) => e instanceof BadRequestError && e.param === "suffix",
  );
});

test("moderations are passed on to a provider that has them", async () => {
  const { results, model } = await client.moderations.create({ model: "test/omni-moderation-latest", input: "I hate you" });
  assert.equal(results[0].flagged, true);
  assert.equal(model, "test/omni-moderation-latest");
  assert.equal((await client.moderations.create({ model: "test/omni-moderation-latest", input: "hello" })).results[0].flagged, false);
  await assert.rejects(client.moderations.create({ input: "x" }), (/** @type {APIError} */ e) => e instanceof NotFoundError && /moderation-model/.test(e.message));
});

test("texts are embedded", async () => {
  const embedded = await client.embeddings.create({ model: "local/all-minilm-l6-v2", input: ["a cat", "a kitten", "tax law"] });
  const [cat, kitten, tax] = embedded.data.map((entry) => entry.embedding);
  const product = (a, b) => a.reduce((sum, x, at) => sum + x * b[at], 0);
  assert.equal(cat.length, 384);
  assert.ok(product(cat, kitten) > product(cat, tax) + 0.2);
});
