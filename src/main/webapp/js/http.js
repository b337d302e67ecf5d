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

/** There was no answer: the network, or the server, is away. */
export class Unreachable extends Error {
  /** @param {unknown} cause */
  constructor(cause) {
    super("The server cannot be reached. Try again when you are connected.", { cause });
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

/** @typedef {(url: string, request?: {method?: string, body?: object, type?: string, keepalive?: boolean}) => Promise<any>} FetchJson */

/**
 * @type {FetchJson}
 * @returns the JSON of the answer; a Blob is sent as it is, anything else as JSON; keepalive: the request outlives the page
 */
export async function fetchJson(url, { method = "GET", body, type = "application/json", keepalive } = {}) {
  const response = await answered(url, {
    method,
    keepalive,
    headers: body === undefined ? { accept: "application/json" } : { accept: "application/json", "content-type": type },
    body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
  });
  if (!response.ok) throw await refusal(response);
  if (response.status === 204 || response.status === 202) return response.json().catch(() => undefined);
  try {
    return await response.json();
  } catch (cause) {
    throw new Error(UNEXPECTED, { cause }); // it broke off, or something in between has answered
  }
}

/**
 * Makes sure that a page of this server can be gone to: instead of one that is not there the browser would show a page of
 * its own.
 *
 * @param {string} url
 */
export async function pageAnswers(url) {
  const response = await answered(url, { method: "HEAD", cache: "no-store" });
  if (!response.ok) throw new Refusal(response.status, "unavailable", UNEXPECTED, retryAfter(response));
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
  try {
    request.send();
  } catch (cause) {
    throw new Unreachable(cause);
  }
  if (request.status !== 200) throw new Refusal(request.status, "unavailable", UNEXPECTED);
  return JSON.parse(request.responseText);
}

const UNEXPECTED = "The server did not answer as expected.";

/**
 * @param {string} url
 * @param {RequestInit} request
 */
async function answered(url, request) {
  try {
    return await fetch(url, request);
  } catch (cause) {
    throw new Unreachable(cause);
  }
}

/** @param {Response} response */
async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const detail = problem.detail || problem.title || UNEXPECTED;
  return new Refusal(response.status, problem.code ?? "unavailable", detail, retryAfter(response));
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
