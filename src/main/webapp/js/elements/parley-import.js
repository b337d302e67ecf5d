import { fetchJson } from "../http.js";
import { isolated } from "../session/words.js";
import { toast } from "./parley-toast.js";
import { part } from "./rows.js";

const WHILE_MS = 10 * 60_000;

/** Takes in conversations that were exported, by Parley as JSON, or by another product. What these hold and Parley does not is said. */
export class ParleyImport extends HTMLElement {
  connectedCallback() {
    const field = /** @type {HTMLInputElement} */ (part(this, "input"));
    part(this, "button").addEventListener("click", () => field.click());
    field.addEventListener("change", async () => {
      const [file] = field.files ?? [];
      field.value = "";
      if (file) await this.#import(file);
    });
  }

  /** @param {File} file */
  async #import(file) {
    toast().say(`Importing ${isolated(file.name)}…`, { forMs: WHILE_MS });
    try {
      const zipped = /\.zip$/i.test(file.name) || /zip/.test(file.type);
      const body = zipped ? await (await import("../sidebar/zip.js")).withConversationsOnly(file) : file;
      const type = zipped ? "application/zip" : "application/json";
      const made = await fetchJson("/api/conversations/import", { method: "POST", body, type });
      toast().hide();
      const address = `/conversations/${made.id}`;
      if (made.import) await this.#report(made.import, address);
      else location.assign(address);
    } catch (error) {
      toast().say(`${isolated(file.name)} was not imported. ${/** @type {Error} */ (error).message}`, { forMs: 15_000 });
    }
  }

  /**
   * @param {import("../sidebar/import-words.js").ImportReport} report
   * @param {string} address
   */
  async #report(report, address) {
    const { importWords } = await import("../sidebar/import-words.js");
    const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("import-report"));
    part(dialog, ".report").replaceChildren(
      ...importWords(report).map((words) => {
        const line = document.createElement("p");
        line.textContent = words;
        return line;
      }),
    );
    dialog.addEventListener("close", () => location.assign(address), { once: true });
    dialog.showModal();
  }
}
