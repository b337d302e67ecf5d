import DOMPurify from "../../vendor/dompurify/purify.es.js";
import { BOUNDS, TooComplex } from "./bounds.js";
import { codeBlock } from "./code-block.js";
import { orient } from "./direction.js";
import { htmlOf } from "./grammar.js";
import { hostNote } from "./host-note.js";
import { isAllowed } from "./links.js";
import { extentOf } from "./markup.js";

/**
 * The only door through which text becomes markup. Whatever Markdown makes of it is sanitised afterwards, into nodes and
 * never into a string: no other module sets `innerHTML`, and the page runs under `require-trusted-types-for 'script'`.
 *
 * What comes out holds no script, no style, no form, no image and no address other than http, https, mailto and /docs/. An image
 * becomes a link: fetching it would tell a stranger's server who reads this room, and when.
 */

const TAGS = (
  "a b blockquote br code del em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre s strong sub sup table tbody td th thead tr u ul"
).split(" ");
const ATTRIBUTES = ["align", "class", "href", "start", "title", "value"];
/** `/docs/` is Parley's own documentation, which demo/guide links to. */
const ADDRESSES = /^(?:https?:|mailto:|\/docs\/)/i;
const CLASSES = /^(?:language-[\p{L}\p{N}_+#.-]{1,40}|remote-image|pad-[2-4]|tex-inline|tex-display)$/u;
/** One of the highlighter's, such as `hljs-title` or `function_`. */
const COLOUR = /^(?:hljs-[\w-]+|[a-z]+_{1,2})$/;

/** MathML Core, without what leads elsewhere or holds other markup. */
const FORMULAS = (
  "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts " +
  "mtable mtr mtd mstyle mpadded mphantom menclose"
).split(" ");
const FORMULA_ATTRIBUTES = (
  "accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form height largeop linethickness lspace " +
  "lquote mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing rquote rspace scriptlevel separator stretchy " +
  "symmetric voffset width"
).split(" ");

/** Elements that a block of code or a formula gets in addition. */
const FURNITURE = 6;

/** @type {import("../../vendor/dompurify/purify.es.js").DOMPurify | undefined} */
let made;

/** The sanitiser, made for the first text: many a page has none. */
function purifier() {
  if (made) return made;
  made = DOMPurify(window);
  made.addHook("afterSanitizeAttributes", (element) => {
    const shape = element.getAttribute("class");
    if (shape !== null && !CLASSES.test(shape) && !shape.split(" ").every((name) => COLOUR.test(name))) element.removeAttribute("class");
    if (element.tagName !== "A" || !element.hasAttribute("href")) return;
    if (!isAllowed(element.getAttribute("href") ?? "")) return element.removeAttribute("href");
    element.setAttribute("target", "_blank");
    element.setAttribute("rel", "noopener noreferrer nofollow");
  });
  return made;
}

/**
 * @param {string} text Markdown, from anybody
 * @param {import("./bounds.js").Allowance} allowance of the message that the text is in
 * @param {import("./grammar.js").Definitions} [definitions] of the message
 * @returns {DocumentFragment}
 * @throws {import("./bounds.js").TooComplex}
 */
export function render(text, allowance, definitions) {
  const html = htmlOf(text, allowance, definitions);
  const { elements, depth } = extentOf(html);
  if (depth > BOUNDS.elementDepth) throw new TooComplex("depth of elements");
  allowance.build(1 + elements + FURNITURE * (html.match(/<pre>|<code class="tex-/g)?.length ?? 0)); // and the block itself
  const fragment = purifier().sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOWED_URI_REGEXP: ADDRESSES,
    ADD_URI_SAFE_ATTR: ["align", "start", "value"], // none is an address
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  furnish(fragment);
  return fragment;
}

/**
 * @param {string} markup of the highlighter: text in spans
 * @returns {DocumentFragment}
 */
export function coloured(markup) {
  return purifier().sanitize(markup, { ALLOWED_TAGS: ["span"], ALLOWED_ATTR: ["class"], RETURN_DOM_FRAGMENT: true });
}

/**
 * @param {string} markup MathML of the typesetter
 * @returns {DocumentFragment}
 */
export function formula(markup) {
  // Parsed, a style attribute would already be a breach of the policy, though it never comes to life.
  return purifier().sanitize(markup.replace(/ style="[^"]*"/g, ""), {
    NAMESPACE: "http://www.w3.org/1998/Math/MathML",
    ALLOWED_TAGS: FORMULAS,
    ALLOWED_ATTR: FORMULA_ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}

/**
 * Gives code its copy button, formulas their element, links that hide their host its name, and wide tables a place to
 * scroll in.
 *
 * @param {DocumentFragment} fragment
 */
function furnish(fragment) {
  for (const pre of fragment.querySelectorAll("pre")) {
    const code = pre.querySelector("code");
    const language = /language-(\S+)/.exec(code?.className ?? "")?.[1] ?? "";
    pre.replaceWith(codeBlock(language, (pre.textContent ?? "").replace(/\n$/, "")));
  }
  for (const code of fragment.querySelectorAll("code.tex-inline, code.tex-display")) {
    const maths = document.createElement("parley-maths");
    if (code.className === "tex-display") maths.dataset.display = "";
    maths.textContent = code.textContent;
    code.replaceWith(maths);
  }
  for (const link of fragment.querySelectorAll("a[href]")) {
    const note = hostNote(link.getAttribute("href") ?? "", link.textContent ?? "");
    if (note) link.after(note);
  }
  for (const table of fragment.querySelectorAll("table")) {
    const frame = document.createElement("div");
    frame.className = "table";
    frame.tabIndex = 0;
    frame.role = "group";
    frame.ariaLabel = "Table";
    table.replaceWith(frame);
    frame.append(table);
  }
  orient(fragment);
}
