import { fetchJson, reasonOf, Refusal } from "../http.js";
import { part } from "./rows.js";

/** Makes a valid name while one types, and opens the room without losing what was typed when it is refused. */
export class ParleyCreateRoom extends HTMLElement {
  connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (part(this, "form"));
    const name = /** @type {HTMLInputElement} */ (part(this, "[name=name]"));
    const topic = /** @type {HTMLInputElement} */ (part(this, "[name=topic]"));
    const failure = part(this, ".field-error");
    name.addEventListener("input", (event) => {
      if (/** @type {InputEvent} */ (event).isComposing) return;
      const valid = roomName(name.value);
      if (valid !== name.value) name.value = valid;
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failure.textContent = "";
      const wanted = roomName(name.value).replace(/-+$/, "");
      if (!wanted) {
        failure.textContent = "Enter a name of small letters, digits and hyphens.";
        return name.focus();
      }
      try {
        await fetchJson("/api/rooms", { method: "POST", body: { name: wanted, topic: topic.value.trim() || undefined } });
        location.assign(`/rooms/${wanted}`);
      } catch (error) {
        if (error instanceof Refusal && error.code === "conflict") location.assign(`/rooms/${wanted}`);
        else failure.textContent = reasonOf(error);
      }
    });
  }
}

/**
 * @param {string} text
 * @returns {string} as much of it as can be a room's name
 */
export function roomName(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 40);
}
