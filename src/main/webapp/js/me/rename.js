import { fetchJson } from "../http.js";

/**
 * Takes another name, and tells the page: everything on it that shows or uses the name hears `parley-named`.
 *
 * @param {string} wanted
 * @returns {Promise<string>} the name as the server keeps it
 */
export async function rename(wanted) {
  const { guest } = await fetchJson("/api/guests/me", { method: "PATCH", body: { name: wanted } });
  document.dispatchEvent(new CustomEvent("parley-named", { detail: { name: guest.name } }));
  return guest.name;
}
