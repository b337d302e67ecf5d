import { systemClock } from "../clock.js";

/**
 * What colours code and typesets formulas, apart from the page. Their libraries read a text with rules that a hostile
 * text draws out: 16,000 characters of Java took 14 s. Here such a text costs the page nothing, and its worker ends.
 *
 * @typedef {{kind: "code" | "formula", text: string, language?: string, display?: boolean}} Job
 * @typedef {{ready?: boolean, markup?: string}} Answer `ready` when the library is loaded and the work begins
 * @typedef {Pick<Worker, "postMessage" | "terminate"> & {onmessage: ((event: MessageEvent) => void) | null, onerror: ((event: ErrorEvent) => void) | null}} WorkerLike
 */
export class Workshop {
  /** Milliseconds that one text may take. */
  static LIMIT_MS = 1000;
  /** Milliseconds until the library is loaded. */
  static LOADING_MS = 20_000;
  /** Texts that wait. Those after them stay as they are written. */
  static WAITING = 500;
  /** After this many texts that took too long, nothing is worked on until the page is loaded again. */
  static INTERRUPTIONS = 20;

  #open;
  #clock;
  /** @type {WorkerLike | undefined} */
  #worker;
  /** @type {{job: Job, done: (markup: string | undefined) => void}[]} */
  #waiting = [];
  #busy = false;
  #interruptions = 0;

  /**
   * @param {() => WorkerLike} open
   * @param {import("../clock.js").Clock} [clock]
   */
  constructor(open, clock = systemClock) {
    this.#open = open;
    this.#clock = clock;
  }

  /**
   * @param {Job} job
   * @returns {Promise<string | undefined>} markup; nothing when the text is not what it should be, or takes too long
   */
  async make(job) {
    if (this.#waiting.length >= Workshop.WAITING || this.#interruptions >= Workshop.INTERRUPTIONS) return undefined;
    return new Promise((done) => {
      this.#waiting.push({ job, done });
      this.#next();
    });
  }

  #work() {
    try {
      return (this.#worker ??= this.#open());
    } catch {
      return undefined; // a browser without workers of this kind: the text stays as it is
    }
  }

  #next() {
    if (this.#busy) return;
    const next = this.#waiting.shift();
    if (!next) return;
    const worker = this.#work();
    if (!worker) return next.done(undefined);
    this.#busy = true;
    let began = false;
    const dismiss = () => {
      worker.terminate();
      this.#worker = undefined;
    };
    /** @param {string | undefined} markup */
    const end = (markup) => {
      this.#clock.cancel(timer);
      this.#busy = false;
      next.done(markup);
      this.#next();
    };
    const interrupt = () => {
      dismiss();
      // Without the network no worker begins: that says nothing about the texts.
      if (began && ++this.#interruptions >= Workshop.INTERRUPTIONS) for (const { done } of this.#waiting.splice(0)) done(undefined);
      end(undefined);
    };
    let timer = this.#clock.after(interrupt, Workshop.LOADING_MS);
    worker.onerror = interrupt;
    worker.onmessage = ({ data }) => {
      const { ready, markup } = /** @type {Answer} */ (data);
      if (!ready) {
        if (!began) dismiss(); // its library was not loaded: the next worker asks for it anew
        return end(markup);
      }
      began = true;
      this.#clock.cancel(timer);
      timer = this.#clock.after(interrupt, Workshop.LIMIT_MS);
    };
    worker.postMessage(next.job);
  }
}

/** @type {Workshop | undefined} */
let ours;

/** The one of this page, which begins with the first text. */
export function workshop() {
  // The worker is a file of its own beside this module, and beside the bundle that this module is in.
  const scripts = import.meta.url.replace(/\/js\/.*$/, "/js");
  ours ??= new Workshop(() => new Worker(trusted(`${scripts}/markdown/worker.js`), { type: "module" }));
  return ours;
}

/** @param {string} address a script of ours */
function trusted(address) {
  const policies = /** @type {{trustedTypes?: TrustedTypePolicyFactory}} */ (globalThis).trustedTypes;
  const policy = policies?.createPolicy("parley-worker", { createScriptURL: (url) => url });
  return /** @type {string} */ (/** @type {unknown} */ (policy?.createScriptURL(address) ?? address));
}
