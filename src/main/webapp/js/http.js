/** A refusal by the server, with its stable code and a sentence (RFC 9457). */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} detail
   */
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/**
 * @param {string} url
 * @param {{method?: string, body?: object}} [request]
 * @returns {Promise<any>} the JSON of the answer
 */
export async function fetchJson(url, { method = "GET", body } = {}) {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? { accept: "application/json" } : { accept: "application/json", "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.ok) return response.status === 204 ? undefined : response.json();
  const problem = await response.json().catch(() => ({}));
  const detail = problem.detail || problem.title || "The server did not answer as expected.";
  throw new Refusal(response.status, problem.code ?? "unavailable", detail);
}
