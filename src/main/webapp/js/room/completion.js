import { beginsAt, fold, proseOf } from "../session/mentions.js";

/**
 * Somebody who can be mentioned.
 *
 * @typedef {object} Candidate
 * @property {"person" | "model"} kind
 * @property {string} id
 * @property {string} name what is written after the `@`
 * @property {string} [detail] tells apart those with the same name
 */

/** UTF-16 units between the `@` and the caret. */
const LONGEST = 80;
/** Candidates that are offered at once. */
export const OFFERED = 8;

/**
 * What is being mentioned where the caret stands.
 *
 * @param {string} text
 * @param {number} caret
 * @returns {{from: number, query: string} | undefined} from: the place of the `@`
 */
export function queryAt(text, caret) {
  const line = text.lastIndexOf("\n", caret - 1) + 1;
  for (let at = caret - 1; at >= Math.max(line, caret - LONGEST); at--) {
    if (!beginsAt(text, at)) continue;
    const query = text.slice(at + 1, caret);
    return /^\s/.test(query) || proseOf(text)[at] !== text[at] ? undefined : { from: at, query };
  }
  return undefined;
}

/**
 * Those whose name begins as it is typed, then those with such a word in their name.
 *
 * @param {string} query
 * @param {Candidate[]} candidates the most likely first
 * @returns {Candidate[]}
 */
export function candidatesFor(query, candidates) {
  const typed = fold(query) + (/\s$/.test(query) && query.trim() !== "" ? " " : "");
  const begins = [];
  const contains = [];
  for (const candidate of candidates) {
    const name = fold(candidate.name);
    if (name.startsWith(typed)) begins.push(candidate);
    else if (typed !== "" && name.split(/(?<=[\s/:._-])/).some((_, index, parts) => parts.slice(index).join("").startsWith(typed))) {
      contains.push(candidate);
    }
    if (begins.length >= OFFERED) break;
  }
  return [...begins, ...contains].slice(0, OFFERED);
}

/**
 * @param {string} query
 * @param {Candidate} candidate
 * @returns {boolean} whether its name is typed already
 */
export function isComplete(query, { name }) {
  return fold(query) === fold(name);
}

/**
 * The people in a room and the models, as they are offered.
 *
 * @param {{id: string, name: string}[]} people without oneself
 * @param {(person: {id: string, name: string}) => string} tagOf
 * @param {{id: string}[]} models
 * @param {string} [own] the room's model
 * @returns {Candidate[]}
 */
export function candidates(people, tagOf, models, own) {
  /** @type {Candidate[]} */
  const all = people.map((person) => ({ kind: "person", id: person.id, name: person.name, detail: tagOf(person) }));
  const ids = [...new Set([own, ...models.map(({ id }) => id)])].filter((id) => id !== undefined);
  /** @type {Set<string>} */
  const taken = new Set();
  for (const id of ids) {
    const short = id.slice(id.lastIndexOf("/") + 1);
    // The first of those with the same short name has it; the others are named in full.
    const name = taken.has(fold(short)) ? id : short;
    taken.add(fold(short));
    all.push({ kind: "model", id, name, detail: id });
  }
  return all;
}
