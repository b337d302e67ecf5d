/**
 * Reads the table in a browser, through the sanitiser and with all that the page adds, each text whole and in growing
 * pieces. A Java test evaluates this expression.
 */
async (/** @type {{name: string, markdown: string, html: string}[]} */ rows) => {
  // The page's own is inside its bundle; this is the source of it, from the same server.
  const { StreamingMarkdown } = await import("/js/markdown/streaming-markdown.js");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const found = [];
  for (const { name, markdown, html } of rows) {
    for (const pieces of [1, 4]) {
      const host = document.body.appendChild(document.createElement("div"));
      const formatter = new StreamingMarkdown(host);
      for (let piece = 1; piece < pieces; piece++) {
        formatter.update(markdown.slice(0, (markdown.length * piece) / pieces), true);
        await frame();
      }
      formatter.update(markdown, false);
      while (host.querySelector(".rest")) await frame();
      const shown = markupOf(host);
      host.remove();
      if (shown !== html) found.push(`${name}, in ${pieces}: ${shown} instead of ${html}`);
    }
  }
  return found;

  function markupOf(/** @type {Node} */ node) {
    if (node instanceof Text) return escaped(node.data);
    if (!(node instanceof Element) || node.matches(".host")) return "";
    const name = node.localName;
    if (name === "parley-code") return codeOf(node);
    if (name === "parley-maths") return `<code class="tex-${"display" in node.dataset ? "display" : "inline"}">${escaped(node.title || node.textContent)}</code>`;
    const kids = /^(?:ul|ol|table|thead|tbody|tr|blockquote|div)$/.test(name) ? node.children : node.childNodes;
    const inner = [...kids].map(markupOf).join("");
    if (name === "div") return inner;
    const names = node.getAttributeNames().filter((one) => !/^(?:dir|rel|target)$/.test(one)).sort();
    const attributes = names.map((one) => ` ${one}="${escaped(node.getAttribute(one)).replaceAll('"', "&quot;")}"`).join("");
    const trimmed = /^(?:li|p|td|th|h[1-6])$/.test(name) ? inner.replace(/\n$/, "") : inner;
    return /^(?:br|hr)$/.test(name) ? `<${name}>` : `<${name}${attributes}>${trimmed}</${name}>`;
  }

  function codeOf(/** @type {HTMLElement} */ block) {
    const { language } = block.dataset;
    const shape = language ? ` class="language-${language}"` : "";
    return `<pre><code${shape}>${escaped(block.querySelector("pre").textContent)}</code></pre>`;
  }

  function escaped(/** @type {string} */ text) {
    return text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
  }
};
