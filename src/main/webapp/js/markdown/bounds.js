import { Lexer } from "../../vendor/marked/marked.esm.js";

/**
 * How much of one message is formatted. Whatever exceeds a bound is shown as plain text. The bounds count and do not
 * measure time, so that every reader sees the same; only `time` is a clock, for input that nobody has thought of.
 */
export const BOUNDS = {
  /** Characters of one message. The longest reply and the longest imported message have 200,000. */
  length: 250_000,
  /** Characters of one paragraph, heading or cell. */
  inline: 20_000,
  /** Characters of one block that is not code. It is lexed as a whole. */
  block: 40_000,
  /** Quotes and lists in one another. */
  blockDepth: 20,
  /** Emphasis and links in one another. */
  inlineDepth: 20,
  /** Cells of one table, those that its shorter rows leave out among them. */
  cells: 10_000,
  /** Characters that the lexer looks at, plus `step` for each step. Reading is quadratic in the worst case. */
  work: 8_000_000,
  /** Elements of one message: each takes the browser time to make, to lay out and to paint. */
  elements: 2_500,
  /** Elements in addition for each character of the message: ordinary text has 0.1. */
  elementsPerCharacter: 0.1,
  /** Elements in one another. */
  elementDepth: 80,
  /** Work in addition for each character of the message: ordinary text costs about 120. */
  workPerCharacter: 170,
  step: 100,
  /** Milliseconds. */
  time: 1_000,
};

/** A text that would cost its readers too much to format. */
export class TooComplex extends Error {
  /** @param {string} what */
  constructor(what) {
    super(`too complex to format: ${what}`);
    this.name = "TooComplex";
  }
}

/** The work that may go into one message; shared by all that is lexed of it at once. */
export class Allowance {
  #work;
  #elements;
  /** Elements so far. */
  built = 0;
  #now;
  #until;

  /**
   * @param {number} length of what is lexed
   * @param {() => number} now milliseconds
   * @param {number} whole the length of the whole message
   */
  constructor(length, now = () => performance.now(), whole = length) {
    this.#work = BOUNDS.work + BOUNDS.workPerCharacter * length;
    this.#elements = BOUNDS.elements + BOUNDS.elementsPerCharacter * whole;
    this.#now = now;
    this.#until = now() + BOUNDS.time;
  }

  /** @param {number} length of what is looked at */
  take(length) {
    this.#work -= length + BOUNDS.step;
    if (this.#work < 0) throw new TooComplex("work");
    if (this.#now() > this.#until) throw new TooComplex("time");
  }

  /** @param {number} length of what is lexed in addition */
  extend(length) {
    this.#work += BOUNDS.workPerCharacter * length;
  }

  /** @param {number} elements that are in the page, or will be */
  build(elements) {
    this.built += elements;
    if (this.built > this.#elements) throw new TooComplex("elements");
  }
}

/** The lexer of Markdown, which stops with {@link TooComplex} where the text exceeds a bound. */
export class BoundedLexer extends Lexer {
  #allowance;
  #blockDepth = 0;
  #inlineDepth = 0;
  /** What is lexed, unmasked. */
  #source = "";
  /** @type {Map<string, number>} tags that were begun and have not ended */
  #begun = new Map();

  /**
   * @param {import("../../vendor/marked/marked.esm.js").MarkedOptions} options
   * @param {Allowance} allowance
   * @param {(masked: string, source: string) => string} [mask] hides more of a text from the search for emphasis
   */
  constructor(options, allowance, mask = (masked) => masked) {
    super(options);
    this.#allowance = allowance;
    /** @type {any} marked's type is that of all hooks */
    const hooks = { emStrongMask: (/** @type {string} */ masked) => mask(masked, this.#source) };
    this.options = { ...this.options, hooks };
  }

  /**
   * The blocks alone: what is in a paragraph is not looked at.
   *
   * @param {string} text
   */
  lexBlocks(text) {
    return this.blockTokens(text.replace(/\r\n?/g, "\n"), this.tokens);
  }

  /**
   * @param {string} tag
   * @returns {boolean} whether it begins something, or ends what was begun
   */
  pairs(tag) {
    const [, end, name] = /^<(\/?)([a-z]+)\s*>$/i.exec(tag) ?? [];
    if (name === undefined) return true;
    const begun = this.#begun.get(name.toLowerCase()) ?? 0;
    if (end && begun === 0) return false;
    this.#begun.set(name.toLowerCase(), begun + (end ? -1 : 1));
    return true;
  }

  /** @param {number} length of what one step of the lexer looks at */
  charge(length) {
    this.#allowance.take(length);
  }

  /**
   * @override
   * @param {string} source
   * @param {any} [tokens] the list to add to; the two overloads of the lexer differ in its type
   * @param {boolean} [lastParagraphClipped]
   * @returns {any}
   */
  blockTokens(source, tokens = [], lastParagraphClipped = false) {
    if (source.length > BOUNDS.length) throw new TooComplex("length");
    if (++this.#blockDepth > BOUNDS.blockDepth) throw new TooComplex("depth of blocks");
    this.charge(source.length);
    const found = super.blockTokens(source, tokens, lastParagraphClipped);
    this.#blockDepth--;
    return found;
  }

  /**
   * @override
   * @param {string} source
   * @param {Parameters<Lexer["inlineTokens"]>[1]} [tokens]
   */
  inlineTokens(source, tokens = []) {
    if (source.length > BOUNDS.inline) throw new TooComplex("length of a paragraph");
    if (++this.#inlineDepth > BOUNDS.inlineDepth) throw new TooComplex("depth of emphasis");
    this.charge(source.length);
    this.charge((source.length * marksOf(source)) / MARKS);
    this.#source = source;
    const found = super.inlineTokens(source, tokens);
    this.#inlineDepth--;
    return found;
  }
}

/** Each mark of emphasis is looked for to the end of its paragraph. */
const MARKS = 8;

/** @param {string} source */
function marksOf(source) {
  return source.match(/\*+|_+|~+/g)?.length ?? 0;
}

/**
 * Every row of a table gets as many cells as its first row has.
 *
 * @param {string} source what begins with a table, perhaps
 */
function checkTable(source) {
  const rule = /^[^\n]*\n([ \t|:-]*-[ \t|:-]*)(?:\n|$)/.exec(source);
  if (!rule || !rule[1].includes("|")) return;
  const columns = rule[1].split("|").length;
  const end = source.indexOf("\n\n");
  let rows = 0;
  for (let at = -1; (at = source.indexOf("\n", at + 1)) >= 0 && (end < 0 || at < end); ) rows++;
  if (columns * rows > BOUNDS.cells) throw new TooComplex("cells of a table");
}

/** Charges each step of a {@link BoundedLexer}: the lexer asks its extensions first. */
export const charges = /** @type {const} */ (["block", "inline"]).map((level) => ({
  name: `${level}Charge`,
  level,
  /**
   * @this {{lexer: unknown}}
   * @param {string} source
   */
  tokenizer(source) {
    if (level === "block") checkTable(source);
    if (this.lexer instanceof BoundedLexer) this.lexer.charge(level === "inline" ? source.length : Math.min(source.length, 2000));
    return undefined;
  },
}));
