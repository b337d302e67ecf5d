import { fetchJson } from "../http.js";
import { isolated } from "../talk/words.js";
import { toast } from "./parley-toast.js";
import { part } from "./rows.js";

/** Takes in a conversation that was exported as JSON. */
export class ParleyImport extends HTMLElement {
  connectedCallback() {
    const field = /** @type {HTMLInputElement} */ (part(this, "input"));
    part(this, "button").addEventListener("click", () => field.click());
    field.addEventListener("change", async () => {
      const [file] = field.files ?? [];
      field.value = "";
      if (!file) return;
      try {
        const conversation = await fetchJson("/api/conversations/import", { method: "POST", body: JSON.parse(await file.text()) });
        location.assign(`/conversations/${conversation.id}`);
      } catch (error) {
        toast().say(error instanceof SyntaxError ? `${isolated(file.name)} is not an export of Parley.` : String(/** @type {Error} */ (error).message));
      }
    });
  }
}
