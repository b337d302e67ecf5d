/**
 * What Markdown and addresses have to know of writing systems.
 *
 * CommonMark's rules for emphasis ask for blanks between words. Chinese, Japanese, Korean (whose particles stand behind
 * a bracket without a blank), Thai, Lao, Khmer, Burmese and Tibetan texts have none there.
 */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Yi}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\u3000-\u303f\u30a0-\u30ff\ufe30-\ufe4f\uff00-\uffef]/u;
const SPACE = /^\s?$/u;
const PUNCTUATION = /[\p{P}\p{S}]/u;
const RIGHT_TO_LEFT =
  /[\p{sc=Adlm}\p{sc=Arab}\p{sc=Hebr}\p{sc=Mand}\p{sc=Mend}\p{sc=Nko}\p{sc=Rohg}\p{sc=Samr}\p{sc=Syrc}\p{sc=Thaa}]/u;

/** @param {string} character or nothing, at the beginning and the end of a text */
export function isSpace(character) {
  return SPACE.test(character);
}

/** @param {string} character */
export function isPunctuation(character) {
  return PUNCTUATION.test(character);
}

/** @param {string} character of a writing system without blanks between its words, its punctuation included */
export function isUnspaced(character) {
  return UNSPACED.test(character);
}

/** @param {string} character of a writing system whose articles and conjunctions are parts of the next word */
export function hasPrefixes(character) {
  return RIGHT_TO_LEFT.test(character);
}

/**
 * @param {string} text
 * @returns {"ltr" | "rtl" | undefined} the direction of its first letter
 */
export function directionOf(text) {
  const [letter] = /\p{L}/u.exec(text) ?? [];
  if (letter === undefined) return undefined;
  return RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {string} the character that ends there
 */
export function before(text, at) {
  const low = text.charCodeAt(at - 1);
  return text.slice(Math.max(0, at - (low >= 0xdc00 && low <= 0xdfff ? 2 : 1)), at);
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {string} the character that begins there
 */
export function after(text, at) {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}
