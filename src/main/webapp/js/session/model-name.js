/**
 * What people call a model: its id, written as its maker writes the name. The server does the same in `ModelName.java`, and
 * `model-names.json` beside the tests has what both must make of an id.
 */

/** Does not break at the end of a line. */
const HYPHEN = "\u2011";

/** Families of models as their makers write them, by their spelling in ids. */
const FAMILIES = new Map(
  [
    ..."ChatGPT Claude Codestral Command DeepSeek Devstral Gemini Gemma GLM GPT Granite Grok Kimi Llama Magistral Meta".split(" "),
    ..."Ministral Mistral Mixtral Nemotron OLMo Phi Pixtral QwQ Qwen Sonar".split(" "),
  ].map((name) => [name.toLowerCase(), name]),
);

/** Words within a name that are not written with one capital. */
const WORDS = new Map(["GGUF", "IT", "MoE", "VL"].map((word) => [word.toLowerCase(), word]));

/** What stands between a family and its version, where it is no space. @type {Map<string, string>} */
const JOINTS = new Map([["GPT", HYPHEN], ["GLM", HYPHEN], ["Phi", HYPHEN], ["DeepSeek", HYPHEN], ["Qwen", ""]]);

const VERSION = /^\d{1,2}(?:\.\d+)*[a-z]?$/;
const SIZE = /^[ae]?\d+(?:\.\d+)?(?:x\d+)?[bkm]$/i;

/**
 * @param {string | undefined} id `provider/model`, or what is left of it
 * @returns {string}
 */
export function modelName(id = "") {
  const short = id.slice(id.lastIndexOf("/") + 1).replace(/:latest$/, "");
  const words = dated(short.split(/[-_:\s]+/).filter((word) => word !== ""));
  if (words.length === 0) return "Assistant";
  const first = words[0].toLowerCase();
  if (/^o\d$/.test(first) || /^gpt oss\b/.test(words.slice(0, 2).join(" ").toLowerCase())) return series(words);
  const [, family, version] = /^([a-z]+?)(\d[\d.]*[a-z]?)?$/.exec(first) ?? [];
  const maker = FAMILIES.get(family ?? "");
  if (!maker || (version && !VERSION.test(version))) return unknown(words);
  const rest = version ? [version, ...words.slice(1)] : words.slice(1);
  return [...begun(maker, maker === "Claude" ? pointed(rest) : rest)].join(" ");
}

/**
 * @param {string} maker
 * @param {string[]} rest of the name
 * @returns {string[]}
 */
function begun(maker, rest) {
  const [next, ...others] = rest.map((word) => written(word, maker));
  const joint = JOINTS.get(maker);
  const versioned = next !== undefined && (VERSION.test(next) && !SIZE.test(next) || (maker === "DeepSeek" && /^[RV]\d/.test(next)));
  if (joint === undefined || !versioned) return next === undefined ? [maker] : [maker, next, ...others];
  return [maker + joint + next, ...others];
}

/**
 * @param {string} word
 * @param {string} maker
 */
function written(word, maker) {
  const lower = word.toLowerCase();
  if (maker === "GPT" && (lower === "mini" || lower === "nano")) return lower;
  if (SIZE.test(word)) return word.toUpperCase().replace("X", "x");
  if (/^v\d/.test(word) && maker !== "DeepSeek") return word;
  return FAMILIES.get(lower) ?? WORDS.get(lower) ?? capital(word);
}

/** @param {string[]} words OpenAI's o3‑mini and gpt‑oss are written as their ids are */
function series(words) {
  const [date, ...names] = words.toReversed();
  if (!/^\d{4}-/.test(date)) return words.join(HYPHEN);
  return `${names.toReversed().join(HYPHEN)} ${date}`;
}

/** @param {string[]} words of a name that nobody knows */
function unknown(words) {
  return capital(words.map((word) => (SIZE.test(word) ? word.toUpperCase().replace("X", "x") : word)).join(" "));
}

/** @param {string[]} words "3", "5" of claude-3-5-sonnet is 3.5 */
function pointed(words) {
  return words.join(" ").replace(/(?<![\d.])(\d) (\d)(?![\d.])/, "$1.$2").split(" ").filter((word) => word !== "");
}

/** @param {string[]} words at whose end the parts of a date may stand */
function dated(words) {
  const date = words.slice(-3).join("-");
  return words.length > 3 && /^\d{4}-\d\d-\d\d$/.test(date) ? [...words.slice(0, -3), date] : words;
}

/** @param {string} word */
function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
