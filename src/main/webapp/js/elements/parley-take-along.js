import { fetchJson, reasonOf } from "../http.js";
import { squares } from "../me/squares.js";
import { clockTime } from "../session/times.js";
import { copy } from "./copy.js";
import { part } from "./rows.js";

/** Makes the link by which another device becomes this guest. It is shown here once, and nowhere else again. */
export class ParleyTakeAlong extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #end;

  connectedCallback() {
    part(this, "[data-make]").addEventListener("click", () => this.#do(() => this.#make()));
    part(this, "[data-withdraw]").addEventListener("click", () => this.#do(() => this.#withdraw()));
    const button = part(this, "[data-copy]");
    button.addEventListener("click", () => copy(button, this.#field.value));
    this.#field.addEventListener("focus", () => this.#field.select());
    // Whoever sits here next does not find the link.
    this.closest("dialog")?.addEventListener("close", () => this.#hide());
  }

  async #make() {
    const { url, expires_at: expiresAt } = await fetchJson("/api/me/transfers", { method: "POST" });
    this.#field.value = url;
    part(this, ".until").textContent = `It works until ${clockTime(new Date(expiresAt))}.`;
    part(this, "[data-make]").hidden = true;
    part(this, ".me-link").hidden = false;
    this.#field.focus();
    this.#draw(url);
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.#hide(), Date.parse(expiresAt) - Date.now());
  }

  /** @param {string} url as a code for the camera of a phone; the link itself stands beside it */
  async #draw(url) {
    const { default: library } = await import("../../vendor/qrcode-generator/qrcode.js");
    const { size, path } = squares(url, library);
    // The link may have been withdrawn in the meantime.
    if (this.#field.value !== url) return;
    const code = part(this, ".code");
    code.firstElementChild?.setAttribute("viewBox", `0 0 ${size} ${size}`);
    code.querySelector("path")?.setAttribute("d", path);
    code.hidden = false;
  }

  async #withdraw() {
    await fetchJson("/api/me/transfers", { method: "DELETE" });
    this.#hide();
    part(this, "[data-make]").focus();
  }

  #hide() {
    clearTimeout(this.#end);
    this.#field.value = "";
    part(this, ".code").hidden = true;
    this.querySelector(".code path")?.removeAttribute("d");
    part(this, "[data-make]").hidden = false;
    part(this, ".me-link").hidden = true;
  }

  /** @param {() => Promise<void>} action */
  async #do(action) {
    const failure = part(this, ".field-error");
    failure.textContent = "";
    try {
      await action();
    } catch (error) {
      failure.textContent = reasonOf(error);
    }
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (part(this, "#me-link"));
  }
}
