// Vercel's AI SDK with its providers `openai` (responses and chat completions) and `openai-compatible`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateText, isStepCount, jsonSchema, Output, streamText, tool } from "ai";
import { baseURL, lastRequest, PARLEY_KEY, refusal, script, weatherCall, wholeWeatherCall } from "./support.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false;

const openai = createOpenAI({ baseURL, apiKey: PARLEY_KEY });
const compatible = createOpenAICompatible({ name: "parley", baseURL, apiKey: PARLEY_KEY, includeUsage: true });
const providers = {
  "openai, responses": (name) => openai.responses(name),
  "openai, chat": (name) => openai.chat(name),
  compatible: (name) => compatible(name),
};
const weather = tool({
  description: "The weather in a city",
  inputSchema: jsonSchema({ type: "object", properties: { city: { type: "string" } }, required: ["city"] }),
  execute: async ({ city }) => `sun over ${city}`,
});

async function failure(result) {
  let failed;
  for await (const part of result.fullStream) if (part.type === "error") failed = part.error;
  return failed;
}

for (const [name, model] of Object.entries(providers)) {
  test(`${name}: a text is streamed, with its usage`, async () => {
    const result = streamText({ model: model("test/alpha"), system: "Be brief.", prompt: "one two three" });
    let text = "";
    for await (const piece of result.textStream) text += piece;
    assert.equal(text, "one two three");
    assert.equal((await result.usage).outputTokens, 3);
    assert.equal(await result.finishReason, "stop");
    assert.equal((await lastRequest()).body.messages[0].content, "Be brief.");
  });

  test(`${name}: a text comes in one piece, with its usage`, async () => {
    const { text, usage } = await generateText({ model: model("test/alpha"), prompt: "one two" });
    assert.equal(text, "one two");
    assert.equal(usage.outputTokens, 2);
  });

  test(`${name}: the guide counts its tokens`, async () => {
    // it speaks as fast as a person reads: both at once
    const asked = { model: model("demo/guide"), prompt: "How do I start Parley?" };
    for (const usage of await Promise.all([streamText(asked).usage, generateText(asked).then((whole) => whole.usage)])) {
      assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0 && usage.totalTokens > 0, JSON.stringify(usage));
    }
  });

  test(`${name}: a tool is called in a stream, and its result answered`, async () => {
    await script("beta", weatherCall("beta"));
    await script("beta", { text: "Sunny." });
    const result = streamText({ model: model("test/beta"), prompt: "Weather in Graz?", tools: { weather }, stopWhen: isStepCount(3) });
    assert.equal(await result.text, "Sunny.");
    const { body } = await lastRequest();
    assert.equal(body.messages.at(-1).content, "sun over Graz");
    assert.equal(body.messages.at(-1).tool_call_id, "call_1");
    assert.equal(body.messages.at(-2).tool_calls[0].function.name, "weather");
    assert.equal(body.tools[0].function.name, "weather");
  });

  test(`${name}: a tool is called in one piece, and its result answered`, async () => {
    await script("beta", wholeWeatherCall("beta"));
    await script("beta", { text: "Sunny." });
    const result = await generateText({ model: model("test/beta"), prompt: "Weather in Graz?", tools: { weather }, stopWhen: isStepCount(3) });
    assert.equal(result.text, "Sunny.");
    assert.equal((await lastRequest()).body.messages.at(-1).content, "sun over Graz");
  });

  test(`${name}: a structured answer is asked for`, async () => {
    await script("gamma", { text: '{"city":"Graz"}' });
    const { output } = await generateText({
      model: model("test/gamma"),
      prompt: "x",
      output: Output.object({ schema: jsonSchema({ type: "object", properties: { city: { type: "string" } }, required: ["city"] }) }),
    });
    assert.deepEqual(output, { city: "Graz" });
  });

  test(`${name}: what a model thinks is told as reasoning`, async () => {
    if (name === "openai, chat") return; // it knows no reasoning
    await script("gamma", { reasoning: "Let me see.", text: "Done." });
    const result = streamText({ model: model("test/gamma"), prompt: "x" });
    assert.equal(await result.text, "Done.");
    assert.equal(await result.reasoningText, "Let me see.");
  });

  test(`${name}: errors are the SDK's own`, async () => {
    await script("beta", refusal);
    const wrong = await failure(streamText({ model: model("test/beta"), prompt: "x", maxRetries: 0, onError: () => {} }));
    assert.ok(APICallError.isInstance(wrong), String(wrong));
    assert.equal(wrong.statusCode, 400);
    assert.match(wrong.message, /This is odd/);
    await script("breaks", { tokens: 9, end_after: 3 });
    const broken = await failure(streamText({ model: model("test/breaks"), prompt: "x", maxRetries: 0, onError: () => {} }));
    assert.ok(broken, "a stream that breaks off is an error");
    await assert.rejects(generateText({ model: model("test/nothing"), prompt: "x" }), (e) => APICallError.isInstance(e) && e.statusCode === 404);
  });
}

test("a conversation goes on by the id of a response", async () => {
  const first = await generateText({ model: openai.responses("test/alpha"), prompt: "My name is Ada." });
  const { responseId } = first.providerMetadata.openai;
  await generateText({ model: openai.responses("test/alpha"), prompt: "What is my name?", providerOptions: { openai: { previousResponseId: responseId } } });
  const { body } = await lastRequest();
  assert.deepEqual(
    body.messages.map((message) => message.content),
    ["My name is Ada.", "My name is Ada.", "What is my name?"],
  );
});

test("what was said before is referred to by its id", async () => {
  const model = openai.responses("test/alpha");
  const first = await generateText({ model, prompt: "One." });
  await generateText({ model, messages: [{ role: "user", content: "One." }, ...first.responseMessages, { role: "user", content: "Two." }] });
  assert.deepEqual(
    (await lastRequest()).body.messages.map((message) => message.content),
    ["One.", "One.", "Two."],
  );
});
