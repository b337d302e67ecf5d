// OpenAI's Agents SDK, by way of responses (its default) and of chat completions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";
import { baseURL, lastRequest, PARLEY_KEY, refusal, script, weatherCall, wholeWeatherCall } from "./support.mjs";

setTracingDisabled(true);

const openAIClient = new OpenAI({ baseURL, apiKey: PARLEY_KEY, maxRetries: 0 });
const weather = tool({
  name: "weather",
  description: "The weather in a city",
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => `sun over ${city}`,
});
const agent = (model, tools = []) => new Agent({ name: "Assistant", instructions: "Be brief.", model, tools });

for (const useResponses of [true, false]) {
  const name = useResponses ? "responses" : "chat completions";
  const runner = new Runner({ modelProvider: new OpenAIProvider({ openAIClient, useResponses }) });

  test(`${name}: an agent answers, with its usage`, async () => {
    const result = await runner.run(agent("test/alpha"), "one two");
    assert.equal(result.finalOutput, "one two");
    assert.equal(result.state.usage.outputTokens, 2);
    assert.equal((await lastRequest()).body.messages[0].content, "Be brief.");
  });

  test(`${name}: an agent calls a tool`, async () => {
    await script("beta", wholeWeatherCall("beta"));
    await script("beta", { text: "Sunny." });
    const result = await runner.run(agent("test/beta", [weather]), "Weather in Graz?");
    assert.equal(result.finalOutput, "Sunny.");
    const { body } = await lastRequest();
    assert.equal(body.messages.at(-1).content, "sun over Graz");
    assert.equal(body.messages.at(-1).tool_call_id, "call_1");
    assert.equal(body.tools[0].function.name, "weather");
  });

  test(`${name}: an agent calls a tool in a stream, with its usage`, async () => {
    await script("beta", weatherCall("beta"));
    await script("beta", { text: "Sunny it is." });
    const result = await runner.run(agent("test/beta", [weather]), "Weather in Graz?", { stream: true });
    let text = "";
    for await (const piece of result.toTextStream()) text += piece;
    await result.completed;
    assert.equal(text, "Sunny it is.");
    assert.equal(result.finalOutput, "Sunny it is.");
    assert.equal(result.state.usage.outputTokens, 5 + 3);
  });

  test(`${name}: errors reach whoever runs the agent`, async () => {
    await script("beta", refusal);
    await assert.rejects(runner.run(agent("test/beta"), "x"), (e) => e.status === 400 && /This is odd/.test(e.message));
    await script("breaks", { tokens: 9, end_after: 3 });
    await assert.rejects(async () => {
      const result = await runner.run(agent("test/breaks"), "x", { stream: true });
      for await (const _ of result);
      await result.completed;
    });
  });
}

test("an agent's conversation goes on by the id of its last response", async () => {
  const runner = new Runner({ modelProvider: new OpenAIProvider({ openAIClient, useResponses: true }) });
  const first = await runner.run(agent("test/alpha"), "One.");
  await runner.run(agent("test/alpha"), "Two.", { previousResponseId: first.lastResponseId });
  assert.deepEqual(
    (await lastRequest()).body.messages.map((message) => message.content),
    ["Be brief.", "One.", "One.", "Two."],
  );
});
