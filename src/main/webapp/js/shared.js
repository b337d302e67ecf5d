import { ParleyCode } from "./elements/parley-code.js";
import { ParleyKeys } from "./elements/parley-keys.js";
import { ParleyMaths } from "./elements/parley-maths.js";
import { ParleyMessage } from "./elements/parley-message.js";
import { ParleySettings } from "./elements/parley-settings.js";
import { copy } from "./elements/copy.js";
import { markPrintedLinks } from "./elements/printed-links.js";
import { rowFrom } from "./elements/rows.js";
import { groupWith } from "./elements/grouping.js";
import { Doubles } from "./session/doubles.js";

customElements.define("parley-code", ParleyCode);
customElements.define("parley-maths", ParleyMaths);
customElements.define("parley-message", ParleyMessage);
customElements.define("parley-keys", ParleyKeys);
customElements.define("parley-settings", ParleySettings);

const elements = [...document.querySelectorAll("parley-message")].filter((element) => element instanceof ParleyMessage);
const rows = elements.map(rowFrom);
const doubles = new Doubles();
for (const { author } of rows) doubles.add(author);

/** @type {import("./transcript/transcript.js").Row | undefined} */
let before;
for (const [index, element] of elements.entries()) {
  const row = rows[index];
  try {
    element.show(row, "", { number: 1, ids: [row.id] }, row.author ? doubles.tagOf(row.author) : "");
  } catch (failure) {
    reportError(failure); // the rows after it are shown
  }
  groupWith(element, before, row);
  before = row;
  element.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-copy-message]") : null;
    if (button instanceof HTMLElement) copy(button, row.text);
  });
}

addEventListener("beforeprint", () => markPrintedLinks(document));
