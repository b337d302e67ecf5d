// LangChain's `ChatOpenAI`, by way of chat completions and of responses, and its older `OpenAI`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI, OpenAI } from "@langchain/openai";
import { z } from "zod";
import { baseURL, lastRequest, PARLEY_KEY, refusal, script, weatherCall } from "./support.mjs";

const settings = { apiKey: PARLEY_KEY, maxRetries: 0, configuration: { baseURL } };
const chat = (model, useResponsesApi) => new ChatOpenAI({ ...settings, model, useResponsesApi, streamUsage: true });
const weather = tool(async ({ city }) => `sun over ${city}`, {
  name: "weather",
  description: "The weather in a city",
  schema: z.object({ city: z.string() }),
});

async function whole(stream) {
  let all;
  for await (const chunk of stream) all = all === undefined ? chunk : all.concat(chunk);
  return all;
}

for (const responses of [false, true]) {
  const name = responses ? "responses" : "chat completions";

  test(`${name}: a message is streamed, with its usage`, async () => {
    const message = await whole(await chat("test/alpha", responses).stream("one two three"));
    assert.equal(message.text, "one two three");
    assert.equal(message.usage_metadata.output_tokens, 3);
  });

  test(`${name}: a message comes in one piece, with its usage`, async () => {
    const message = await chat("test/alpha", responses).invoke("one two");
    assert.equal(message.text, "one two");
    assert.equal(message.usage_metadata.output_tokens, 2);
  });

  test(`${name}: a tool is called, and its result answered`, async () => {
    const model = chat("test/beta", responses).bindTools([weather]);
    await script("beta", weatherCall("beta"));
    const asked = new HumanMessage("Weather in Graz?");
    const message = await whole(await model.stream([asked]));
    assert.deepEqual(message.tool_calls[0].args, { city: "Graz" });
    await script("beta", { text: "Sunny." });
    const result = new ToolMessage({ tool_call_id: message.tool_calls[0].id, content: await weather.invoke(message.tool_calls[0].args) });
    assert.equal((await model.invoke([asked, message, result])).text, "Sunny.");
    const { body } = await lastRequest();
    assert.equal(body.messages.at(-1).content, "sun over Graz");
    assert.equal(body.messages.at(-1).tool_call_id, "call_1");
  });

  test(`${name}: errors are the SDK's own`, async () => {
    await script("beta", refusal);
    await assert.rejects(chat("test/beta", responses).invoke("x"), (e) => e.status === 400 && /This is odd/.test(e.message));
    if (responses) return; // it reads past `response.failed`
    await script("breaks", { tokens: 9, end_after: 3 });
    await assert.rejects(async () => whole(await chat("test/breaks", responses).stream("x")));
  });
}

test("the older completions are streamed, and come in one piece", async () => {
  const model = new OpenAI({ ...settings, model: "test/alpha" });
  assert.equal(await model.invoke("one two"), "one two");
  let text = "";
  for await (const piece of await model.stream("one two three")) text += piece;
  assert.equal(text, "one two three");
});
