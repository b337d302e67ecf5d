/**
 * What a model can do, as far as the server knows.
 *
 * @typedef {object} Capabilities
 * @property {boolean} [system]
 * @property {boolean} [temperature]
 * @property {string} [max_tokens_parameter]
 * @property {boolean} [stream_options]
 * @property {boolean} [vision]
 * @property {boolean} [tools]
 * @property {boolean} [thinking]
 *
 * @typedef {{id: string, provider: string, name?: string, context_length?: number, available?: boolean, capabilities?: Capabilities}} Model
 * @typedef {{name: string, available?: boolean, problem?: string}} Provider
 * @typedef {Model & {typed?: boolean}} Choice typed: the person has written the name, no list has it
 */

/** Names by hand that are offered at once. */
const OFFERED = 5;

/** Models to choose from, of which there may be many thousands: each is read once, not at every key. */
export class ModelList {
  /** @type {{model: Model, text: string}[]} */
  #entries;
  /** @type {Map<string, Model>} */
  #byId = new Map();

  /** @param {Model[]} [models] */
  constructor(models = []) {
    this.#entries = [];
    for (const model of models) {
      this.#entries.push({ model, text: `${model.id} ${model.name ?? ""}`.toLowerCase() });
      this.#byId.set(model.id, model);
    }
  }

  get size() {
    return this.#entries.length;
  }

  /** @param {string} id */
  find(id) {
    return this.#byId.get(id);
  }

  /**
   * Every word has to be somewhere in the model's id or name.
   *
   * @param {string} query
   * @returns {Model[]} those that can be asked first, otherwise in their order
   */
  matching(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    /** @type {Model[]} */
    const available = [];
    /** @type {Model[]} */
    const others = [];
    for (const { model, text } of this.#entries) {
      if (words.every((word) => text.includes(word))) (isAvailable(model) ? available : others).push(model);
    }
    return available.concat(others);
  }

  /**
   * What a query may mean beyond the list: a provider that lists nothing, or not everything, is asked all the same.
   *
   * @param {string} query
   * @param {Provider[] | undefined} providers undefined: not known
   * @param {boolean} found whether the list has models that match
   * @returns {Choice[]}
   */
  byHand(query, providers, found) {
    const name = query.trim();
    if (name === "" || /\s/.test(name)) return [];
    return this.#named(name, providers, found)
      .filter((id) => !this.#byId.has(id))
      .slice(0, OFFERED)
      .map((id) => ({ id, provider: id.slice(0, id.indexOf("/")), typed: true }));
  }

  /**
   * @param {string} name
   * @param {Provider[] | undefined} providers
   * @param {boolean} found
   */
  #named(name, providers, found) {
    const whole = (/** @type {string} */ prefix) => name.startsWith(prefix) && name.length > prefix.length;
    if (!providers) return /^[^/]+\/./.test(name) ? [name] : [];
    if (providers.some((provider) => whole(`${provider.name}/`))) return [name];
    if (found || providers.some((provider) => `${provider.name}/`.startsWith(name))) return [];
    const listed = new Set(this.#entries.map(({ model }) => model.provider));
    return providers.filter((provider) => !listed.has(provider.name)).map((provider) => `${provider.name}/${name}`);
  }
}

/**
 * Which options are in the document: those in view, and some before and after.
 *
 * @param {{size: number, row: number, top: number, height: number}} list how many options, how high one is, what is in view
 * @returns {{from: number, to: number}}
 */
export function optionsInView({ size, row, top, height }) {
  const spare = 6;
  const first = Math.floor(top / row);
  const from = Math.max(0, Math.min(first - spare, size - 1));
  return { from, to: Math.min(size, first + Math.ceil(height / row) + 1 + spare) };
}

/** @param {Model} model */
export function isAvailable(model) {
  return model.available !== false;
}

/**
 * @param {Model} model
 * @returns {string} how much it can take in, such as "128k context"
 */
export function contextWords({ context_length: tokens }) {
  if (!tokens) return "";
  return tokens >= 1000 ? `${Math.round(tokens / 1000)}k context` : `${tokens} context`;
}

/** What one chooses a model for. */
const SKILLS = /** @type {const} */ ({ vision: "pictures", tools: "tools", thinking: "thinking" });
const SUPPORTED = /** @type {const} */ ({ ...SKILLS, system: "system prompts", temperature: "temperature", stream_options: "usage in streams" });

/**
 * @param {Model} model
 * @returns {string} such as "tools, thinking"
 */
export function skillWords({ capabilities = {} }) {
  return named(SKILLS, capabilities, true).join(", ");
}

/**
 * @param {Choice} choice
 * @returns {string[]} sentences about it; what is not known is left out
 */
export function aboutWords({ id, provider, typed, capabilities = {}, available }) {
  if (typed) return [`“${id}” is not in the list. Parley asks ${provider} for it all the same.`];
  const yes = named(SUPPORTED, capabilities, true);
  const no = named(SUPPORTED, capabilities, false);
  const parameter = capabilities.max_tokens_parameter;
  return [
    available === false ? "Not available." : "",
    yes.length > 0 ? `Supports ${yes.join(", ")}.` : "",
    no.length > 0 ? `Does not support ${no.join(", ")}.` : "",
    parameter ? `The limit is sent as ${parameter}.` : "",
  ].filter(Boolean);
}

/**
 * @param {Record<string, string>} words
 * @param {Capabilities} capabilities
 * @param {boolean} value
 */
function named(words, capabilities, value) {
  const known = /** @type {Record<string, unknown>} */ (capabilities);
  return Object.keys(words).filter((key) => known[key] === value).map((key) => words[key]);
}

/** Providers whose problem is told at once. */
const TOLD = 4;

/**
 * @param {Provider[]} providers
 * @returns {string[]} why some of them offer nothing
 */
export function problemWords(providers) {
  const troubled = providers.filter(({ available, problem }) => available === false || problem);
  const told = troubled.slice(0, TOLD).map(({ name, problem }) => `${name}: ${problem || "not available."}`);
  const rest = troubled.length - told.length;
  return rest > 0 ? [...told, `${rest} more ${rest === 1 ? "provider has" : "providers have"} a problem.`] : told;
}
