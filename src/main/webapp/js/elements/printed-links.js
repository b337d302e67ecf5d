/**
 * On paper nobody follows a link, so print.css writes its address behind it; not where the text is the address already.
 *
 * @param {ParentNode} within
 */
export function markPrintedLinks(within) {
  for (const link of within.querySelectorAll(".rich a[href], .message .text a[href], .sources a[href]")) {
    const address = link.getAttribute("href") ?? "";
    link.toggleAttribute("data-printed", /^https?:/i.test(address) && bare(link.textContent) !== bare(address));
  }
}

/** @param {string} address */
function bare(address) {
  return address.trim().replace(/^https?:\/\//i, "").replace(/\/$/, "");
}
