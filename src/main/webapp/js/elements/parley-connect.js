import { fetchJson, reasonOf } from "../http.js";
import { part } from "./rows.js";

/**
 * @typedef {{works: boolean, step: string, summary: string, suggested_base_url?: string, model_count: number,
 *   models: string[], model?: string, settings: string[]}} Report
 * @typedef {{name: string, host?: string}} Details
 */

/**
 * Tests a provider for the operator. The token and the provider's key stay in the form's fields: nothing keeps them, and a
 * reload forgets them.
 */
export class ParleyConnect extends HTMLElement {
  #running = false;

  connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (part(this, "form"));
    part(this, ".test").hidden = false;
    const provider = /** @type {HTMLSelectElement} */ (part(this, "[name=provider]"));
    const fill = () => {
      const { url = "", key } = provider.selectedOptions[0]?.dataset ?? {};
      this.#field("base_url").placeholder = url;
      part(this, "[data-optional-key]").hidden = key === "true";
    };
    provider.addEventListener("change", fill);
    fill();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#test();
    });
    part(this, "[data-use-suggestion]").addEventListener("click", () => {
      this.#field("base_url").value = part(this, ".suggested").textContent ?? "";
      part(this, ".suggestion").hidden = true;
      this.#test();
    });
  }

  async #test() {
    const token = this.#field("token").value.trim();
    const missing = token === "" ? "Enter the operator token." : "";
    this.#fail(missing);
    if (missing) return this.#field("token").focus();
    if (this.#running) return;
    this.#running = true;
    const report = part(this, ".report");
    report.hidden = false;
    report.dataset.works = "";
    part(this, ".summary").textContent = "Testing. This takes up to 30 seconds.";
    this.#show();
    try {
      await this.#readDetails(token);
      /** @type {Report} */
      const result = await fetchJson("/api/providers/test", { method: "POST", body: this.#wanted(), token });
      report.dataset.works = String(result.works);
      part(this, ".summary").textContent = result.summary;
      this.#show(result);
    } catch (error) {
      report.hidden = true;
      this.#fail(reasonOf(error));
    } finally {
      this.#running = false;
    }
  }

  #wanted() {
    const value = (/** @type {string} */ name) => this.#field(name).value.trim() || undefined;
    const provider = value("provider");
    const url = value("base_url") ?? this.#field("base_url").placeholder;
    return { provider, base_url: url || undefined, api_key: value("api_key"), model: value("model") };
  }

  /** @param {Report} [report] */
  #show(report) {
    const suggested = report?.suggested_base_url ?? "";
    part(this, ".suggestion").hidden = suggested === "";
    part(this, ".suggested").textContent = suggested;
    part(this, ".lines").hidden = !report?.settings.length;
    part(this, ".lines pre").textContent = report?.settings.join("\n") ?? "";
    if (!report) return;
    const options = report.models.map((name) => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    });
    part(this, "datalist").replaceChildren(...options);
  }

  /**
   * Where each configured provider is: only the operator is told.
   *
   * @param {string} token
   */
  async #readDetails(token) {
    const { items } = /** @type {{items: Details[]}} */ (await fetchJson("/api/providers", { token }));
    for (const { name, host } of items) {
      const place = document.querySelector(`[data-provider="${CSS.escape(name)}"] .host`);
      if (place) place.textContent = host ?? "";
    }
  }

  /** @param {string} words */
  #fail(words) {
    part(this, ".field-error").textContent = words;
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement} */ (part(this, `[name=${name}]`));
  }
}
