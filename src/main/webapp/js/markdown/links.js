/** A base that no message can name. */
const HERE = "https://here.invalid";

/**
 * Whether an address of a message may be followed: the web, mail, and Parley's own documentation under `/docs/`. It is
 * judged as the browser will read it: without tabs and line ends, with `..` resolved and `\` as `/`.
 *
 * @param {string} address
 */
export function isAllowed(address) {
  if (!URL.canParse(address, HERE)) return false;
  const { origin, protocol, pathname, username, password } = new URL(address, HERE);
  if (protocol === "mailto:") return true;
  if (protocol !== "https:" && protocol !== "http:") return false;
  if (username || password) return false; // https://good.example@bad.example
  if (origin !== HERE) return /^\s*https?:\/\//i.test(address);
  return address.startsWith("/docs/") && pathname.startsWith("/docs/") && !/%2e|%2f|%5c|\\/i.test(address);
}
