/** As much of the browser's storage as is used. @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store */

/**
 * @param {"localStorage" | "sessionStorage"} kind
 * @returns {Store} the browser's, or, where that is forbidden, one that lasts as long as the page
 */
export function storeOf(kind) {
  try {
    return window[kind];
  } catch {
    /** @type {Map<string, string>} */
    const items = new Map();
    return {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    };
  }
}
