/** What a field of the settings may hold. The server decides; this only says it sooner. */
const NUMBERS = /** @type {const} */ ({
  temperature: { min: 0, max: 2, words: "A number from 0 to 2." },
  top_p: { min: Number.MIN_VALUE, max: 1, words: "A number above 0, up to 1." },
  max_tokens: { min: 1, max: 1_000_000, whole: true, words: "A whole number from 1 to 1,000,000." },
  seed: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, whole: true, words: "A whole number." },
});

const STOPS = 4;
const PROMPT_LIMIT = 32_768;

/**
 * Reads what was typed into the settings. An empty field takes the setting back.
 *
 * @param {Record<string, string>} typed
 * @returns {{settings: import("../protocol/wire.js").Settings, errors: Record<string, string>}}
 */
export function settingsFrom(typed) {
  /** @type {Record<string, unknown>} */
  const settings = {};
  /** @type {Record<string, string>} */
  const errors = {};
  for (const [name, rule] of Object.entries(NUMBERS)) {
    const text = (typed[name] ?? "").trim().replace(",", ".");
    const value = text === "" ? null : Number(text);
    settings[name] = value;
    if (value === null) continue;
    const whole = !("whole" in rule) || Number.isInteger(value);
    if (Number.isNaN(value) || value < rule.min || value > rule.max || !whole) errors[name] = rule.words;
  }
  const stops = (typed.stop ?? "").split("\n").filter((line) => line !== "");
  settings.stop = stops.length > 0 ? stops : null;
  if (stops.length > STOPS) errors.stop = `At most ${STOPS} lines.`;
  // Only where the page asks for it: not every model thinks.
  if (typed.effort !== undefined) settings.effort = typed.effort || null;
  const prompt = (typed.system_prompt ?? "").trim();
  settings.system_prompt = prompt || null;
  if (Array.from(prompt).length > PROMPT_LIMIT) errors.system_prompt = `At most ${PROMPT_LIMIT.toLocaleString("en")} characters.`;
  return { settings, errors };
}

/**
 * @param {import("../protocol/wire.js").Settings} settings
 * @returns {Record<string, string>} what stands in the fields
 */
export function typedFrom(settings) {
  const text = (/** @type {unknown} */ value) => (value === undefined || value === null ? "" : String(value));
  return {
    system_prompt: text(settings.system_prompt),
    temperature: text(settings.temperature),
    top_p: text(settings.top_p),
    max_tokens: text(settings.max_tokens),
    seed: text(settings.seed),
    effort: text(settings.effort),
    stop: (settings.stop ?? []).join("\n"),
  };
}
