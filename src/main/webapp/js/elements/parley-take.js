import { fetchJson, reasonOf } from "../http.js";
import { whatIsLost } from "../me/belongings.js";
import { forgetGuest } from "../me/forget.js";
import { colourOf, initialOf } from "../session/colours.js";
import { part } from "./rows.js";

/**
 * Makes this device the guest of a link, after it has asked. What stands behind `#` in the address is the link's secret: it
 * is taken out of the address at once, so that it stays in no history.
 */
export class ParleyTake extends HTMLElement {
  #token = location.hash.slice(1);

  connectedCallback() {
    history.replaceState(null, "", location.pathname);
    const button = /** @type {HTMLButtonElement} */ (part(this, "[data-take]"));
    button.addEventListener("click", () => this.#take(button));
    // A link that is opened in a tab with this page in it changes the address alone.
    // The link past the sidebar does so too, and is no link for another device.
    addEventListener("hashchange", () => location.hash === "#main" || location.reload());
    this.#look();
  }

  async #look() {
    if (!this.#token) return this.#end("This address is not complete. Copy the whole link from the other device.");
    this.#say("Looking up the link.");
    try {
      const { guest, same } = await this.#send("preview");
      this.#say("");
      if (same) return this.#end(`You are ${guest.name} on this device already. Open the link on another device.`);
      this.#offer(guest);
    } catch (error) {
      this.#end("", reasonOf(error));
    }
  }

  /** @param {{id: string, name: string}} guest */
  async #offer(guest) {
    for (const place of this.querySelectorAll(".name")) place.textContent = guest.name;
    const avatar = part(this, ".avatar");
    avatar.dataset.initial = initialOf(guest.name);
    avatar.style.setProperty("--person", `var(--person-${colourOf(guest.id)})`);
    const me = await fetchJson("/api/me").catch(() => ({}));
    part(this, ".loses").textContent = whatIsLost(me.name ?? "", me.belongings);
    part(this, ".offer").hidden = false;
    part(this, "[data-take]").focus();
  }

  /** @param {HTMLButtonElement} button */
  async #take(button) {
    button.disabled = true;
    try {
      await this.#send("take");
      // What this browser kept is another guest's.
      forgetGuest();
      location.replace("/");
    } catch (error) {
      part(this, ".offer").hidden = true;
      this.#end("", reasonOf(error));
    }
  }

  /** @param {"preview" | "take"} call */
  #send(call) {
    return fetchJson(`/api/me/transfers/${call}`, { method: "POST", body: { token: this.#token } });
  }

  /** @param {string} words */
  #say(words) {
    part(this, ".words").textContent = words;
  }

  /**
   * @param {string} words
   * @param {string} [failure]
   */
  #end(words, failure = "") {
    this.#say(words);
    part(this, ".field-error").textContent = failure;
    part(this, ".home-link").hidden = false;
  }
}
