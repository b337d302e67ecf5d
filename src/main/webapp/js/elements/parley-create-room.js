import { fetchJson, Refusal } from "../http.js";
import { persist } from "./persist.js";
import { part } from "./rows.js";

/** Makes a valid name while one types, and opens the room without losing what was typed when it is refused. */
export class ParleyCreateRoom extends HTMLElement {
  connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (part(this, "form"));
    const name = /** @type {HTMLInputElement} */ (part(this, "[name=name]"));
    const topic = /** @type {HTMLInputElement | null} */ (this.querySelector("[name=topic]"));
    const failure = part(this, ".field-error");
    name.addEventListener("input", (event) => {
      if (/** @type {InputEvent} */ (event).isComposing) return;
      const valid = roomName(name.value);
      if (valid !== name.value) name.value = valid;
    });
    const creating = persist((wanted) => create(name.value, topic?.value ?? "", wanted), part(this, "[data-bar=waiting]"), {
      promise: "The room is created when the connection is back.",
      refused: (error) => (failure.textContent = error.message),
    });
    // What is created is what was asked for.
    form.addEventListener("input", () => creating.status.state === "waiting" && creating.giveUp());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      failure.textContent = "";
      if (validName(name.value)) return creating.start();
      failure.textContent = "Enter a name of small letters, digits and hyphens.";
      name.focus();
    });
  }
}

/** @param {string} typed */
function validName(typed) {
  return roomName(typed).replace(/-+$/, "");
}

/**
 * @param {string} name
 * @param {string} topic
 * @param {() => boolean} wanted whether to go there
 */
async function create(name, topic, wanted) {
  const valid = validName(name);
  try {
    await fetchJson("/api/rooms", { method: "POST", body: { name: valid, topic: topic.trim() || undefined } });
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "conflict")) throw error;
  }
  if (wanted()) location.assign(`/rooms/${valid}`);
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
