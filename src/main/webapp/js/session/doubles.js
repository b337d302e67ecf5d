import { Emitter } from "../emitter.js";
import { skeletonOf } from "./lookalikes.js";

/**
 * Tells apart those whose names look the same: each of them gets a tag, the end of their id. Whoever is alone with a name
 * has none.
 */
export class Doubles {
  /** Digits of a tag, or more where two would have the same. */
  static SHORTEST = 3;
  /** Names that are remembered, the latest. */
  static NAMES = 5000;
  /** Ids of one name that are compared, the latest. */
  static ALIKE = 200;

  /** @type {Map<string, Set<string>>} by the skeleton of the name */
  #ids = new Map();
  /** @type {Map<string, string>} */
  #skeletons = new Map();

  /** Those of one name have other tags now; the value is their ids. @type {Emitter<Set<string>>} */
  changed = new Emitter();

  /** @param {{id: string, name: string} | undefined} participant or a model, which is called something too */
  add(participant) {
    if (!participant) return;
    const skeleton = this.#skeleton(participant.name);
    /** @type {Set<string>} */
    const ids = this.#ids.get(skeleton) ?? new Set();
    if (ids.has(participant.id)) return;
    ids.add(participant.id);
    if (ids.size > Doubles.ALIKE) ids.delete(/** @type {string} */ (ids.values().next().value));
    this.#ids.set(skeleton, ids);
    if (this.#ids.size > Doubles.NAMES) this.#ids.delete(/** @type {string} */ (this.#ids.keys().next().value));
    if (ids.size > 1) this.changed.emit(ids);
  }

  /**
   * @param {{id: string, name: string}} participant
   * @returns {string} empty when nobody else is called like that
   */
  tagOf({ id, name }) {
    const ids = this.#ids.get(this.#skeleton(name));
    if (!ids || ids.size < 2) return "";
    const own = digits(id);
    const others = [...ids].filter((other) => other !== id).map(digits);
    let length = Doubles.SHORTEST;
    while (length < own.length && others.some((other) => other.slice(-length) === own.slice(-length))) length++;
    return own.slice(-length);
  }

  /** @param {string} name */
  #skeleton(name) {
    let skeleton = this.#skeletons.get(name);
    if (skeleton === undefined) {
      if (this.#skeletons.size >= Doubles.NAMES) this.#skeletons.clear();
      skeleton = skeletonOf(name);
      this.#skeletons.set(name, skeleton);
    }
    return skeleton;
  }
}

/** @param {string} id */
function digits(id) {
  return id.replaceAll("-", "");
}
