import { blocksOf } from "./blocks.js";

/** @typedef {import("./grammar.js").Definitions} Definitions */

/**
 * Where the links of a message lead: links and what defines their addresses may be in any of its blocks.
 *
 * @param {import("./blocks.js").Block[]} blocks
 * @param {boolean} whole nothing is added to the last block; its last line may go on otherwise, and does not count yet
 * @returns {Definitions} the first of each label counts
 */
export function definitionsOf(blocks, whole) {
  /** @type {Definitions} */
  const all = Object.create(null);
  const last = blocks.at(-1);
  const cut = !whole && last?.definitions && !last.raw.endsWith("\n");
  const decided = cut ? [...blocks.slice(0, -1), ...blocksOf(last.raw.slice(0, last.raw.lastIndexOf("\n") + 1))] : blocks;
  for (const { definitions } of decided) {
    for (const label in definitions) all[label] ??= definitions[label];
  }
  return all;
}

/**
 * @param {Definitions} before
 * @param {Definitions} now
 * @returns {Set<string>} what leads elsewhere
 */
export function changedLabels(before, now) {
  const labels = [...Object.keys(before), ...Object.keys(now)];
  return new Set(labels.filter((label) => before[label]?.href !== now[label]?.href));
}

/**
 * @param {string} raw
 * @param {Set<string>} labels
 * @returns {boolean} whether a link of the block may have one of the labels
 */
export function namesOne(raw, labels) {
  for (const [, label] of raw.matchAll(/\[((?:[^[\]\\]|\\[^])+)\]/g)) {
    if (labels.has(normalised(label))) return true;
  }
  return false;
}

/**
 * As the lexer does.
 *
 * @param {string} label
 */
function normalised(label) {
  return label.trim().replace(/\s+/g, " ").toLowerCase().toUpperCase().toLowerCase();
}
