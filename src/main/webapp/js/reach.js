import { Refusal } from "./http.js";

const UNEXPECTED = "The server did not respond as expected.";

/**
 * Makes sure that a page of this server can be gone to: instead of one that is not there the browser would show a page of
 * its own. Rejects as `fetchJson` does.
 *
 * @param {string} url
 */
export async function pageAnswers(url) {
  const response = await fetch(url, { method: "HEAD", cache: "no-store" });
  if (response.ok) return;
  const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  throw new Refusal(response.status, "unavailable", UNEXPECTED, Number.isNaN(seconds) ? undefined : seconds * 1000);
}

/**
 * Waits for an answer as nothing else here does: the page stands still meanwhile. For what a browser asks of a page and does
 * not wait for, such as what it prints.
 *
 * @param {string} url
 * @returns {any} the JSON of the answer
 */
export function readNow(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.setRequestHeader("accept", "application/json");
  request.send();
  if (request.status !== 200) throw new Refusal(request.status, "unavailable", UNEXPECTED);
  return JSON.parse(request.responseText);
}
