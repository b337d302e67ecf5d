import { register } from "node:module";
import { TreeElement, TreeText, treeDocument, treeOf } from "./tree.js";

/** Runs the formatter of the page on a tree instead of a document. What sanitises and furnishes markup is left out. */
const sanitizer = "data:text/javascript,export const render = (...given) => globalThis.rendered(...given);";
register("./stand-ins.js", import.meta.url, { data: { "/sanitizer.js": sanitizer } });
Object.assign(globalThis, { Text: TreeText, document: treeDocument, requestAnimationFrame: () => 0 });
globalThis.reportError = (failure) => {
  throw failure;
};
Object.defineProperty(globalThis, "performance", { value: { now: () => 0 } }); // there is always time

const { htmlOf } = await import("../../main/webapp/js/markdown/grammar.js");
const { StreamingMarkdown } = await import("../../main/webapp/js/markdown/streaming-markdown.js");
globalThis.rendered = (text, allowance, definitions) => treeOf(htmlOf(text, allowance, definitions).replaceAll("\n</code></pre>", "</code></pre>"));

/** @param {string} text what is shown of it when nothing more comes */
export function whole(text) {
  const host = new TreeElement("div");
  new StreamingMarkdown(host).update(text, false);
  return host;
}

/**
 * @param {string} text
 * @returns {{states: string[][], end: TreeElement}} what is shown after each code point, and at the end
 */
export function streamed(text) {
  const host = new TreeElement("div");
  const markdown = new StreamingMarkdown(host);
  const states = [];
  for (const prefix of prefixes(text)) {
    markdown.update(prefix, true);
    states.push(looks(host));
  }
  markdown.update(text, false);
  return { states, end: host };
}

/** @param {string} text */
export function prefixes(text) {
  let prefix = "";
  return Array.from(text, (point) => (prefix += point));
}

const LAYOUT = /^(?:DIV|P|TBODY|THEAD|TR)$/;

/**
 * Each character that is shown, but blanks, with the elements that give it its look.
 *
 * @param {TreeElement} host
 * @returns {string[]}
 */
export function looks(host) {
  const found = [];
  const visit = (node, look) => {
    for (const child of node.childNodes) {
      if (child instanceof TreeText) found.push(...Array.from(child.data.replace(/\s/g, ""), (character) => character + look));
      else visit(child, LAYOUT.test(child.nodeName) ? look : `${look} ${child.nodeName}`);
    }
  };
  visit(host, "");
  return found;
}

/** The blocks' markup without the line ends between elements, as the table has it. */
export function canonical(host) {
  const visit = (node) => {
    if (node instanceof TreeText) return node.data.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
    const name = node.nodeName.toLowerCase();
    const kids = /^(?:ul|ol|table|thead|tbody|tr|blockquote|div)$/.test(name) ? node.children : node.childNodes;
    const inner = kids.map(visit).join("");
    if (name === "div") return inner;
    const attributes = node.getAttributeNames().sort().map((key) => ` ${key}="${node.getAttribute(key).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`);
    const trimmed = /^(?:li|p|td|th|h[1-6])$/.test(name) ? inner.replace(/\n$/, "") : inner;
    return /^(?:br|hr)$/.test(name) ? `<${name}>` : `<${name}${attributes.join("")}>${trimmed}</${name}>`;
  };
  return visit(host);
}
