import { Marked, Tokenizer } from "../../vendor/marked/marked.esm.js";
import { addressAt, nextAddress } from "./addresses.js";
import { BoundedLexer, charges } from "./bounds.js";
import { emphasesOf } from "./emphasis.js";
import { isAllowed } from "./links.js";
import { renderer } from "./renderer.js";
import { before } from "./scripts.js";
import { blockTex, formulaAt, inlineTex } from "./tex.js";

/**
 * The Markdown of this page: CommonMark and GFM as marked reads them, but where these take away or change what was
 * meant (docs/decisions/0150). Whoever lexes uses this one grammar, so that blocks are cut as they are rendered.
 *
 * @typedef {Record<string, {href: string, title?: string | null}>} Definitions addresses by the label that links name
 */

/** @type {import("../../vendor/marked/marked.esm.js").TokenizerExtension} */
const address = {
  name: "address",
  level: "inline",
  start: (source) => {
    const at = nextAddress(source);
    return at < 0 ? undefined : at;
  },
  tokenizer(source, tokens) {
    const found = this.lexer.state.inLink ? undefined : leadingAddress(source, tokens.at(-1)?.raw.at(-1) ?? "");
    return found && linkTo(found);
  },
};

/**
 * @param {string} source
 * @param {string} last the character before it
 */
function leadingAddress(source, last) {
  // Behind its predecessor, because a beginning is one only behind some characters.
  return nextAddress(last + source.slice(0, 70)) === last.length ? addressAt(source, 0) : undefined;
}

/** @param {import("./addresses.js").Address} address */
function linkTo({ text, href }) {
  return { type: "link", raw: text, text, href, autolink: true, tokens: [{ type: "text", raw: text, text }] };
}

const original = Tokenizer.prototype;

/** @type {Map<string, Map<number, import("./emphasis.js").Emphasis>>} of the texts that are lexed within each other just now */
const emphases = new Map();

/**
 * @param {string} masked
 * @returns {Map<number, import("./emphasis.js").Emphasis>}
 */
function emphasesIn(masked) {
  const known = emphases.get(masked);
  if (known) return known;
  if (emphases.size > 40) emphases.clear();
  const found = emphasesOf(masked).emphases;
  emphases.set(masked, found);
  return found;
}

/**
 * @this {Tokenizer}
 * @param {string} source
 * @param {string} masked the whole text, of which `source` is the rest
 * @param {boolean} deleted
 */
function emphasised(source, masked, deleted) {
  const at = masked.length - source.length;
  const found = emphasesIn(masked).get(at);
  if (!found || (found.mark === "~") !== deleted) return undefined;
  const raw = source.slice(0, found.end - at);
  const text = raw.slice(found.size, -found.size);
  const type = deleted ? "del" : found.size === 2 ? "strong" : "em";
  return { type, raw, text, tokens: this.lexer.inlineTokens(text) };
}

/** @type {any} marked's types know neither `undefined` as "nothing here" nor the lexer's state */
const tokenizer = {
  /**
   * @this {Tokenizer}
   * @param {string} source
   * @param {string} masked
   */
  emStrong(source, masked) {
    return emphasised.call(this, source, masked, false);
  },
  /**
   * @this {Tokenizer}
   * @param {string} source
   * @param {string} masked
   */
  del(source, masked) {
    return source.startsWith("~~") ? emphasised.call(this, source, masked, true) : undefined;
  },
  url: () => undefined, // instead: `address`
  /**
   * A link that leads nowhere stays what was written: `handlers[i](event)`.
   *
   * @this {Tokenizer}
   * @param {string} source
   */
  link(source) {
    const { linkEmitted } = this.lexer.state;
    const token = original.link.call(this, source);
    if (!token || isAllowed(token.href) || (token.type === "image" && /^data:/i.test(token.href))) return token;
    this.lexer.state.linkEmitted = linkEmitted;
    return undefined;
  },
  /**
   * @this {Tokenizer}
   * @param {string} source
   */
  autolink(source) {
    const token = original.autolink.call(this, source);
    return token && isAllowed(token.href) ? token : undefined;
  },
  /**
   * `[0]: zero` defines no address and is text.
   *
   * @this {Tokenizer}
   * @param {string} source
   */
  def(source) {
    const token = original.def.call(this, source);
    return token && isAllowed(token.href) ? token : undefined;
  },
  /**
   * Tags are text: what is between them is read like everything else. So is an end without a beginning.
   *
   * @this {Tokenizer}
   * @param {string} source
   */
  tag(source) {
    const { inLink } = this.lexer.state;
    const token = original.tag.call(this, source);
    Object.assign(this.lexer.state, { inLink, inRawBlock: false });
    const surplus = token && this.lexer instanceof BoundedLexer && !this.lexer.pairs(token.raw);
    return surplus ? { type: "text", raw: token.raw, text: token.raw } : token;
  },
};

/**
 * Hides formulas and addresses from the search for emphasis, as marked hides code and links.
 *
 * @param {string} masked
 * @param {string} source the same, unmasked
 */
export function withoutFormulas(masked, source) {
  let hidden = "";
  for (let at = 0; ; ) {
    const next = nextHidden(masked, source, at);
    if (!next) return hidden + masked.slice(at);
    hidden += masked.slice(at, next.at) + "a".repeat(next.length);
    at = next.at + next.length;
  }
}

/** What formulas and addresses begin with, where marked has hidden nothing: it replaces escapes by `++`. */
const HIDDEN = /\$|\+\+|https?:\/\/|www\.|@/gi;

/**
 * @param {string} masked
 * @param {string} source
 * @param {number} from
 */
function nextHidden(masked, source, from) {
  HIDDEN.lastIndex = from;
  for (let found; (found = HIDDEN.exec(masked)); ) {
    const at = found.index;
    const formula = /[$+]/.test(found[0]) ? formulaAt(source.slice(at), before(source, at)) : undefined;
    const length = formula?.raw.length ?? (/^[hw]/i.test(found[0]) ? leadingAddress(source.slice(at), before(source, at))?.text.length : 0);
    if (length) return { at, length };
  }
  return undefined;
}

const markdown = new Marked({ gfm: true, extensions: [inlineTex, blockTex, address, ...charges], tokenizer, renderer });

/**
 * @param {import("./bounds.js").Allowance} allowance
 * @param {Definitions} [definitions]
 */
export function lexerOf(allowance, definitions = {}) {
  const lexer = new BoundedLexer(markdown.defaults, allowance, withoutFormulas);
  Object.assign(lexer.tokens.links, definitions);
  return lexer;
}

/**
 * @param {string} text Markdown, from anybody
 * @param {import("./bounds.js").Allowance} allowance
 * @param {Definitions} [definitions] those of the whole message
 * @returns {string} markup that is not yet sanitised
 * @throws {import("./bounds.js").TooComplex}
 */
export function htmlOf(text, allowance, definitions) {
  return markdown.parser(lexerOf(allowance, definitions).lex(text), markdown.defaults);
}
