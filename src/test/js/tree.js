/**
 * As much of a document as formatting needs, so that Node can test it: a tree, its text, and markup read and written.
 * A browser reads the same table of texts in `ConversationMarkdownE2E`'s place of the build.
 */
export class TreeNode {
  /** @type {TreeNode[]} */
  childNodes = [];
  /** @type {TreeNode | null} */
  parentNode = null;
  isConnected = true;
  get parentElement() {
    return this.parentNode instanceof TreeElement ? this.parentNode : null;
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get children() {
    return this.childNodes.filter((node) => node instanceof TreeElement);
  }
  get textContent() {
    return this.childNodes.map((node) => node.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(...(text === "" ? [] : [text]));
  }
  contains(node) {
    return node === this || this.childNodes.some((child) => child.contains(node));
  }
  insertBefore(node, before) {
    const nodes = node instanceof TreeFragment ? [...node.childNodes] : [node];
    for (const one of nodes) {
      one.remove();
      this.childNodes.splice(before ? this.childNodes.indexOf(before) : this.childNodes.length, 0, one);
      one.parentNode = this;
    }
    return node;
  }
  appendChild(node) {
    return this.insertBefore(node, null);
  }
  append(...nodes) {
    for (const node of nodes) this.appendChild(typeof node === "string" ? new TreeText(node) : node);
  }
  replaceChildren(...nodes) {
    for (const node of [...this.childNodes]) node.remove();
    this.append(...nodes);
  }
  removeChild(node) {
    node.remove();
    return node;
  }
  remove() {
    if (this.parentNode) this.parentNode.childNodes = this.parentNode.childNodes.filter((child) => child !== this);
    this.parentNode = null;
  }
  /** Names, classes and `>` only. */
  querySelectorAll(selector) {
    const own = selector.startsWith(":scope > ");
    const steps = selector.replace(":scope > ", "").split(" > ");
    const found = [];
    const visit = (node) => {
      for (const child of node.children) {
        if (fits(child, steps)) found.push(child);
        if (!own) visit(child);
      }
    };
    visit(this);
    return found;
  }
  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }
}

function fits(element, steps) {
  const [, name, shape, unwanted] = /^([\w-]*)(?:\.([\w-]+))?(?::not\(\.([\w-]+)\))?$/.exec(steps.at(-1));
  const classes = element.className.split(" ");
  const same = (!name || element.nodeName === name.toUpperCase()) && (!shape || classes.includes(shape)) && !classes.includes(unwanted);
  return same && (steps.length === 1 || (element.parentElement !== null && fits(element.parentElement, steps.slice(0, -1))));
}

export class TreeText extends TreeNode {
  nodeName = "#text";
  constructor(data) {
    super();
    this.data = data;
  }
  get length() {
    return this.data.length;
  }
  get textContent() {
    return this.data;
  }
  set textContent(text) {
    this.data = text;
  }
  appendData(more) {
    this.data += more;
  }
  replaceData(start, count, text) {
    this.data = this.data.slice(0, start) + text + this.data.slice(start + count);
  }
}

export class TreeFragment extends TreeNode {
  nodeName = "#document-fragment";
}

export class TreeElement extends TreeNode {
  #attributes = new Map();
  constructor(name) {
    super();
    this.nodeName = name.toUpperCase();
  }
  getAttributeNames() {
    return [...this.#attributes.keys()];
  }
  getAttribute(name) {
    return this.#attributes.get(name) ?? null;
  }
  hasAttribute(name) {
    return this.#attributes.has(name);
  }
  setAttribute(name, value) {
    this.#attributes.set(name, String(value));
  }
  removeAttribute(name) {
    this.#attributes.delete(name);
  }
  get dataset() {
    const named = (key) => `data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return new Proxy(this, {
      get: (element, key) => element.getAttribute(named(key)) ?? undefined,
      has: (element, key) => element.hasAttribute(named(key)),
      set: (element, key, value) => (element.setAttribute(named(key), value), true),
    });
  }
  get classList() {
    return { add: (name) => (this.className = [...new Set([...this.className.split(" "), name])].join(" ").trim()) };
  }
}
for (const [property, name] of Object.entries({ className: "class", dir: "dir", href: "href", title: "title", target: "target", rel: "rel" })) {
  Object.defineProperty(TreeElement.prototype, property, {
    get() {
      return this.getAttribute(name) ?? "";
    },
    set(value) {
      this.setAttribute(name, value);
    },
  });
}

/** What modules of the page find in a browser. */
export const treeDocument = {
  hidden: false,
  createElement: (name) => new TreeElement(name),
  createDocumentFragment: () => new TreeFragment(),
};

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0", copy: "©", ouml: "ö", auml: "ä" };
const ALONE = /^(?:br|hr)$/i;

/** @param {string} markup of the formatter, which closes what it opens */
export function treeOf(markup) {
  const root = new TreeFragment();
  let at = root;
  for (const [piece, end, name, attributes] of markup.matchAll(/<(\/?)([a-z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>|[^<]+|</gi)) {
    if (!name) at.append(decoded(piece));
    else if (end) at = closed(at, name.toUpperCase()) ?? at;
    else {
      const element = new TreeElement(name);
      for (const [, key, value = ""] of attributes.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) element.setAttribute(key, decoded(value));
      at.append(element);
      if (!ALONE.test(name)) at = element;
    }
  }
  return root;
}

function closed(from, name) {
  for (let node = from; node; node = node.parentNode) if (node.nodeName === name) return node.parentNode;
  return undefined;
}

function decoded(text) {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]\w{1,31}));/gi, (whole, hex, decimal, name) =>
    name ? (ENTITIES[name] ?? whole) : String.fromCodePoint(Number.parseInt(hex ?? decimal, hex ? 16 : 10)),
  );
}

/** @param {TreeNode} node */
export function markupOf(node) {
  if (node instanceof TreeText) return node.data.replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character]);
  const inner = node.childNodes.map(markupOf).join("");
  if (!(node instanceof TreeElement)) return inner;
  const name = node.nodeName.toLowerCase();
  const attributes = node.getAttributeNames().sort().map((key) => ` ${key}="${node.getAttribute(key)}"`);
  return `<${name}${attributes.join("")}>${ALONE.test(name) ? "" : `${inner}</${name}>`}`;
}
