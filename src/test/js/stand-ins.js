/** Hooks of Node's module loader: what a module imports is another module, which a test has put in its place. */

/** @type {Record<string, string>} addresses by the end of what is imported */
let standIns = {};

/** @param {Record<string, string>} given */
export function initialize(given) {
  standIns = given;
}

/** @type {import("node:module").ResolveHook} */
export async function resolve(specifier, context, next) {
  const [, url] = Object.entries(standIns).find(([end]) => specifier.endsWith(end)) ?? [];
  return url ? { url, shortCircuit: true } : next(specifier, context);
}
