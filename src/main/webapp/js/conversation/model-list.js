/**
 * @typedef {{id: string, provider: string, name: string, context_length?: number, available?: boolean}} Model
 */

/**
 * Every word has to be somewhere in the model's id or name.
 *
 * @param {Model[]} models
 * @param {string} query
 * @returns {Model[]} those that can be asked first, otherwise in their order
 */
export function matching(models, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = models.filter(({ id, name }) => words.every((word) => `${id} ${name}`.toLowerCase().includes(word)));
  return [...found.filter(isAvailable), ...found.filter((model) => !isAvailable(model))];
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
