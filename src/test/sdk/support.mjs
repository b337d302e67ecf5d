// What the tests of other people's clients share. They are started by OpenAiNodeIT with:
// PARLEY_URL, PARLEY_KEY (everything), MODELS_URL (the scriptable provider `test`).
import assert from "node:assert/strict";

export const { PARLEY_URL, PARLEY_KEY, MODELS_URL } = process.env;
export const baseURL = `${PARLEY_URL}v1`;

/** The next request for a model is answered so. One that breaks off has answered well before, so that it does not count as ill. */
export async function script(model, script) {
  if (model === "breaks") {
    const headers = { Authorization: `Bearer ${PARLEY_KEY}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ model: "test/breaks", messages: [{ role: "user", content: "hi" }] });
    assert.equal((await fetch(`${baseURL}/chat/completions`, { method: "POST", headers, body })).status, 200);
  }
  const answer = await fetch(`${MODELS_URL}script`, { method: "POST", body: JSON.stringify({ model, script, times: 1 }) });
  assert.equal(answer.status, 200);
}

export async function lastRequest() {
  const all = await (await fetch(`${MODELS_URL}requests`)).json();
  return all.at(-1);
}

export async function until(what, condition) {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const usage = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 };

/** Chunks of a provider's stream, the last one with the usage. */
export function chunks(model, deltas, finish_reason) {
  const chunk = (choices, more) => JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model, choices, ...more });
  return {
    chunks: [
      ...deltas.map((delta) => chunk([{ index: 0, delta, finish_reason: null }])),
      chunk([{ index: 0, delta: {}, finish_reason }]),
      chunk([], { usage }),
    ],
  };
}

/** The model asks for the weather in Graz, in a stream, its arguments in two pieces. */
export const weatherCall = (model, id = "call_1") =>
  chunks(
    model,
    [
      { role: "assistant", content: null, tool_calls: [{ index: 0, id, type: "function", function: { name: "weather", arguments: "" } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '"Graz"}' } }] },
    ],
    "tool_calls",
  );

/** The same in one piece. */
export const wholeWeatherCall = (model, id = "call_1") => ({
  answer: JSON.stringify({
    id: "c",
    object: "chat.completion",
    created: 1,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: null, tool_calls: [{ id, type: "function", function: { name: "weather", arguments: '{"city":"Graz"}' } }] },
        finish_reason: "tool_calls",
      },
    ],
    usage,
  }),
});

/** An error of the provider that is the request's fault. */
export const refusal = { status: 400, body: JSON.stringify({ error: { message: "This is odd", type: "invalid_request_error", code: "odd" } }) };
