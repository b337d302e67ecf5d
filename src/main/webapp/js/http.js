/** A refusal by the server, with its stable code and a sentence (RFC 9457). */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} detail
   * @param {number} [retryAfterMs]
   */
  constructor(status, code, detail, retryAfterMs) {
    super(detail);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * @param {unknown} error of a request
 * @returns {string} what the person is told. Only the server's own words: what a browser says about a connection may be in
 *   any language.
 */
export function reasonOf(error) {
  if (error instanceof Refusal) return error.message;
  return "The server cannot be reached. Check your connection and try again.";
}

/** @typedef {(url: string, request?: {method?: string, body?: object, type?: string, keepalive?: boolean, token?: string}) => Promise<any>} FetchJson */

/**
 * @type {FetchJson}
 * @returns the JSON of the answer; a Blob is sent as it is, anything else as JSON; keepalive: the request outlives the page;
 *   token: sent as a bearer token
 */
export async function fetchJson(url, { method = "GET", body, type = "application/json", keepalive, token } = {}) {
  /** @type {Record<string, string>} */
  const headers = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = type;
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const response = await fetch(url, {
    method,
    keepalive,
    headers,
    body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
  });
  if (response.ok) return response.status === 204 || response.status === 202 ? response.json().catch(() => undefined) : response.json();
  const problem = await response.json().catch(() => ({}));
  const detail = problem.detail || problem.title || "The server did not respond as expected.";
  throw new Refusal(response.status, problem.code ?? "unavailable", detail, retryAfter(response));
}

/**
 * A stream of events, as text as it comes in.
 *
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<import("./protocol/stream-client.js").Answer>}
 */
export async function fetchStream(url, signal) {
  const response = await fetch(url, { headers: { accept: "text/event-stream" }, cache: "no-store", signal });
  return { status: response.status, retryAfterMs: retryAfter(response), pieces: pieces(response) };
}

/** @param {Response} response */
async function* pieces(response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) return;
    yield piece.value;
  }
}

/** @param {Response} response */
function retryAfter(response) {
  const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return Number.isNaN(seconds) ? undefined : seconds * 1000;
}
