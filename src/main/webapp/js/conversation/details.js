import { fullTime } from "../session/times.js";
import { modelName } from "../session/model-name.js";
import { counted } from "../session/words.js";

/**
 * How a reply came about, as names and values to be read.
 *
 * @param {Pick<import("../transcript/transcript.js").Row, "model" | "usage" | "details" | "createdAt">} row
 * @returns {[string, string][]}
 */
export function detailsOf({ model, usage, details, createdAt }) {
  /** @type {[string, string][]} */
  const lines = [];
  if (model) lines.push(["Model", model]);
  if (details?.asked_model && details.asked_model !== model) lines.push(["Requested model", details.asked_model]);
  for (const { model: tried, code } of details?.fallbacks ?? []) lines.push([`${modelName(tried)} failed`, code.replaceAll("_", " ")]);
  if (usage) {
    lines.push(["Tokens", `${usage.prompt_tokens.toLocaleString("en")} in, ${usage.completion_tokens.toLocaleString("en")} out`]);
  }
  if (details?.cost) lines.push(["Cost", costWords(details.cost)]);
  if (details?.first_token_ms !== undefined) lines.push(["Time to first token", seconds(details.first_token_ms)]);
  if (details?.duration_ms !== undefined) lines.push(["Total time", seconds(details.duration_ms)]);
  const speed = speedOf(usage?.completion_tokens, details);
  if (speed) lines.push(["Speed", speed]);
  const omitted = details?.omitted_parameters ?? [];
  if (omitted.length > 0) lines.push(["Not used by the model", omitted.map((name) => name.replaceAll("_", " ")).join(", ")]);
  if (details?.thinking_ms !== undefined) lines.push(["Thought for", seconds(details.thinking_ms)]);
  if (details?.cached) lines.push(["Cached", "yes, the same was asked before"]);
  const context = details?.context;
  if (context) {
    const left = [
      context.dropped > 0 && `${counted(context.dropped, "message")} left out`,
      context.summarised > 0 && `${context.summarised.toLocaleString("en")} summarised`,
    ].filter(Boolean);
    const size = `${counted(context.messages, "message")}, ${counted(context.tokens, "token")}`;
    lines.push(["Context", [size, ...left].join("; ")]);
  }
  const at = new Date(createdAt);
  if (!Number.isNaN(at.valueOf())) lines.push(["At", fullTime(at)]);
  return lines;
}

/**
 * @param {{prompt_tokens: number, completion_tokens: number, costs?: {amount: number, currency: string}[]}} usage of a whole
 *   conversation
 * @returns {string} empty when nothing was counted
 */
export function totalWords({ prompt_tokens: input, completion_tokens: output, costs = [] }) {
  if (input + output === 0) return "";
  const spent = costs.map(costWords).join(" and ");
  return `So far: ${counted(input + output, "token")}${spent && `, ${spent}`}.`;
}

/** @param {{amount: number, currency: string}} cost */
function costWords({ amount, currency }) {
  const digits = amount === 0 ? 2 : Math.max(2, 2 - Math.floor(Math.log10(Math.abs(amount))));
  const number = new Intl.NumberFormat("en", { maximumFractionDigits: Math.min(8, digits) }).format(amount);
  return `${number} ${currency}`;
}

/** @param {number} ms */
function seconds(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/**
 * @param {number | undefined} tokens
 * @param {import("../protocol/wire.js").Details | undefined} details
 */
function speedOf(tokens, details) {
  const ms = (details?.duration_ms ?? 0) - (details?.first_token_ms ?? 0);
  return tokens && tokens > 1 && ms > 50 ? `${(tokens / (ms / 1000)).toFixed(1)} tokens/s` : "";
}
