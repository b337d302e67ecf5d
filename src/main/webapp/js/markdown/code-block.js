/**
 * A block of code with its language and a copy button; `<parley-code>` makes the button work.
 *
 * @param {string} language as the author named it, or empty
 * @param {string} text
 * @returns {HTMLElement}
 */
export function codeBlock(language, text) {
  const block = document.createElement("parley-code");
  block.className = "code";
  block.dir = "ltr";
  block.dataset.language = language.toLowerCase();

  const head = document.createElement("div");
  head.className = "code-head";
  const label = document.createElement("span");
  label.textContent = language || "text";
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "quiet small";
  copy.dataset.copy = "";
  copy.textContent = "Copy";
  head.append(label, copy);

  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  pre.role = "group";
  pre.ariaLabel = language ? `Code, ${language}` : "Code";
  const code = document.createElement("code");
  code.textContent = text;
  pre.append(code);

  block.append(head, pre);
  return block;
}

/** @param {Element} host what holds a block of code that does not grow any more */
export function closeCode(host) {
  for (const block of host.querySelectorAll("parley-code")) block.setAttribute("data-whole", "");
}

/**
 * Lets a block that is being written grow without making it anew.
 *
 * @param {Element} host what holds the block
 * @param {import("./blocks.js").Block["code"]} before
 * @param {import("./blocks.js").Block["code"]} after
 * @returns {boolean} false when it is not that block any more
 */
export function growCode(host, before, after) {
  const text = host.querySelector("pre > code")?.firstChild;
  if (!before || !after || before.language !== after.language || !after.text.startsWith(before.text)) return false;
  if (!(text instanceof Text) || text.data !== before.text) return false;
  text.appendData(after.text.slice(before.text.length));
  return true;
}
