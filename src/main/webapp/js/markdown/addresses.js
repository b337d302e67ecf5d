import { isUnspaced } from "./scripts.js";

/**
 * Addresses as people and models write them into a text, without marks. GFM ends one at the next blank; texts in many
 * languages have none there, so that here an address also ends where the punctuation of its language begins, and where
 * letters of a writing system without blanks follow upon ASCII ones.
 *
 * @typedef {{text: string, href: string}} Address
 */

/** What may begin an address. Each place is looked at once: the part before an `@` has at most 64 characters. */
const BEGINNING = /(?<![A-Za-z0-9+.-])https?:\/\/|(?<![\w.+\-/@])www\.|(?<![\w.+\-/@:])[A-Za-z0-9._+-]{1,64}@/gi;
const MAIL = /[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+(?![\w-])/y;
/** Labels of a host, also internationalised ones, and the port. */
const HOST = /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]*(?:\.[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]*)*/uy;
/** A name before the host, which makes it look like another one: `https://good.example@bad.example`. */
const NAME = /[!-.0-~]{0,100}@/y;
const PORT = /:\d{1,5}(?![\d\p{L}])/uy;
/** No address has these; pairs of marks are the text's. */
const FOREIGN = /[\s\p{C}<>"`\\]|\*\*|~~/uy;
/** Punctuation beyond ASCII, but dashes and middle dots within words: `Michelson–Morley`. */
const PUNCTUATION = /(?![\p{Pd}·‧](?:\p{L}|\p{N}))[^\p{ASCII}\p{L}\p{N}\p{M}]/uy;
const CHARACTER = /[^]/uy;
/** A part of an address begins behind one of these. */
const JOINT = /[/?#=&_.:;,@!~+%()-]/;

/**
 * @param {string} text
 * @param {number} from
 * @returns {number} where the next address may begin, or -1
 */
export function nextAddress(text, from = 0) {
  BEGINNING.lastIndex = from;
  return BEGINNING.exec(text)?.index ?? -1;
}

/**
 * @param {string} text
 * @param {number} at where {@link nextAddress} found a beginning
 * @returns {Address | undefined}
 */
export function addressAt(text, at) {
  const [prefix] = /^(?:https?:\/\/|www\.)/i.exec(text.slice(at, at + 8)) ?? [];
  if (prefix === undefined) return mailAt(text, at);
  const end = trimmed(text, at, endOf(text, at + (/^www/i.test(prefix) ? 0 : prefix.length)));
  if (end <= at + prefix.length) return undefined;
  const found = text.slice(at, end);
  if (/^www/i.test(prefix) && !/^www\.[^/?#:]/i.test(found)) return undefined;
  return { text: found, href: /^www/i.test(prefix) ? `http://${found}` : found };
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {Address | undefined}
 */
function mailAt(text, at) {
  const [found] = matched(MAIL, text, at) ?? [];
  if (found === undefined || /[-_]$/.test(found)) return undefined;
  return { text: found, href: `mailto:${found}` };
}

/**
 * @param {string} text
 * @param {number} at where the host begins
 */
function endOf(text, at) {
  const [host] = matched(HOST, text, at) ?? [];
  if (host === undefined || matched(NAME, text, at + host.length)) return at;
  const shorter = withoutWords(host);
  if (shorter.length < host.length) return at + shorter.length;
  const port = matched(PORT, text, at + host.length)?.[0] ?? "";
  const path = at + host.length + port.length;
  return /[/?#]/.test(text.charAt(path)) ? endOfPath(text, path) : path;
}

/**
 * `example.com请看` is a host and two words: no top-level domain mixes writing systems.
 *
 * @param {string} host
 */
function withoutWords(host) {
  const [kept] = /^(?:[^.]*\.)*[A-Za-z0-9-]*/.exec(host) ?? [""];
  const rest = host.slice(kept.length);
  return kept !== "" && !kept.endsWith(".") && rest !== "" && isUnspaced(String.fromCodePoint(rest.codePointAt(0) ?? 0)) ? kept : host;
}

/**
 * @param {string} text
 * @param {number} from
 */
function endOfPath(text, from) {
  let at = from;
  let part = "";
  while (at < text.length && !matched(FOREIGN, text, at) && !matched(PUNCTUATION, text, at)) {
    const [character] = matched(CHARACTER, text, at) ?? [""];
    if (/^[A-Za-z0-9]+$/.test(part) && isUnspaced(character)) return at;
    part = JOINT.test(character) ? "" : part.length > 8 && !/^[A-Za-z0-9]/.test(part) ? part : part + character;
    at += character.length;
  }
  return at;
}

/**
 * Without the punctuation of the sentence that it ends, as GFM has it.
 *
 * @param {string} text
 * @param {number} from
 * @param {number} end
 */
function trimmed(text, from, end) {
  const surplus = surplusOf(text.slice(from, end));
  for (;;) {
    const last = text.charAt(end - 1);
    if (end > from && /[?!.,:*_~'"]/.test(last)) end--;
    else if (surplus(last)) end--;
    else if (last === ";") end -= /&[A-Za-z0-9]{1,32};$/.exec(text.slice(Math.max(from, end - 34), end))?.[0].length ?? 1;
    else return end;
  }
}

/**
 * @param {string} address
 * @returns {(bracket: string) => boolean} whether a closing bracket at its end has no partner, each of which is counted once
 */
function surplusOf(address) {
  /** @type {Record<string, number>} */
  const more = { ")": 0, "]": 0, "}": 0 };
  const partners = /** @type {Record<string, string>} */ ({ "(": ")", "[": "]", "{": "}" });
  for (const character of address) {
    if (character in partners) more[partners[character]]--;
    else if (character in more) more[character]++;
  }
  return (bracket) => bracket in more && more[bracket]-- > 0;
}

/**
 * @param {RegExp} pattern a sticky one
 * @param {string} text
 * @param {number} at
 */
function matched(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
