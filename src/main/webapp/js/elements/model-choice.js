import { fetchJson } from "../http.js";

/**
 * Offers the models of this server in a `<select>`. Its first option, with an empty value, is the server's own choice.
 *
 * @param {HTMLSelectElement} select
 * @param {string} [chosen] is offered even if no provider lists it
 */
export async function offerModels(select, chosen = select.value) {
  const { models } = await fetchJson("/api/models").catch(() => ({ models: [] }));
  const ids = [...new Set([chosen, ...models.map((/** @type {{id: string}} */ { id }) => id)])].filter(Boolean);
  const first = select.options[0];
  select.replaceChildren(first, ...ids.map((id) => new Option(id, id)));
  select.value = chosen;
}
