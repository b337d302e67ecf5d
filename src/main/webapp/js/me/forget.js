import { allowed } from "../storage.js";

/** What a browser keeps of the person in front of it, whoever they are on the server. */
const OF_THE_BROWSER = ["parley.preferences"];

/** Takes everything that these pages keep out of the browser's storage: it belongs to a guest who is gone. */
export function forgetGuest() {
  for (const storage of [allowed("localStorage"), allowed("sessionStorage")]) if (storage) forget(storage);
}

/** @param {Pick<Storage, "length" | "key" | "removeItem">} storage */
export function forget(storage) {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
  // Other programs on this host have items of their own.
  for (const key of keys) if (key.startsWith("parley.") && !OF_THE_BROWSER.includes(key)) storage.removeItem(key);
}
