/** Lets all promises that can be settled be so. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** The other end of event streams, as a test wants it. */
export class StreamServer {
  /** @type {{after: string | undefined, signal: AbortSignal}[]} */
  requests = [];
  failing = false;
  #refusals = [];
  #queue = [];
  #wanting = () => {};

  open = async (after, signal) => {
    this.requests.push({ after, signal });
    if (this.failing) throw new TypeError("fetch failed");
    const refusal = this.#refusals.shift();
    this.#queue = [];
    return refusal ?? { status: 200, pieces: this.#pieces(this.#queue) };
  };

  async connected() {
    await settled();
  }

  refuse(status, retryAfterMs) {
    this.#refusals.push({ status, retryAfterMs, pieces: [] });
  }

  send(type, event, id) {
    const line = id === undefined ? "" : `id: ${id}\n`;
    this.#put(`event: ${type}\n${line}data: ${JSON.stringify({ type, ...event })}\n\n`);
  }

  comment() {
    this.#put(": here\n\n");
  }

  end() {
    this.#put(undefined);
  }

  #put(piece) {
    this.#queue.push(piece);
    this.#wanting();
  }

  async *#pieces(queue) {
    for (;;) {
      while (queue.length === 0) await new Promise((resolve) => (this.#wanting = resolve));
      const piece = queue.shift();
      if (piece === undefined) return;
      yield piece;
    }
  }
}
