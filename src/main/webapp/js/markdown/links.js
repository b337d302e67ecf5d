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

/** Endings of bare names by which people recognise an address: `Node.js` is none. */
const ENDINGS = /\.(?:app|biz|cn|co|com|de|dev|edu|eu|fr|gov|info|io|jp|me|net|online|org|ru|shop|site|uk|xyz)$/i;

/**
 * The host that a link leads to, where its text does not say it: the text names another host, or the host has letters
 * that look like those of another one.
 *
 * @param {string} address an absolute one
 * @param {string} text
 * @returns {string} empty when the text is enough
 */
export function hostToShow(address, text) {
  if (!/^\s*https?:/i.test(address) || !URL.canParse(address)) return "";
  const { hostname } = new URL(address);
  if (hostname.split(".").some((label) => label.startsWith("xn--"))) return hostname;
  const [, sure, named] = /^\s*((?:https?:\/\/|www\.)?)([^\s/?#:@]+)/i.exec(text) ?? [];
  if (named === undefined || !named.includes(".") || !(sure || ENDINGS.test(named)) || !URL.canParse(`https://${named}`)) return "";
  const said = new URL(`https://${named}`).hostname;
  return bare(said) === bare(hostname) ? "" : hostname;
}

/** @param {string} host */
function bare(host) {
  return host.replace(/^www\./, "");
}
