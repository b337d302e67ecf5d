import { fetchJson, Refusal } from "../http.js";
import { persist } from "./persist.js";
import { part } from "./rows.js";

/** As long as an attempt to create a room is repeated, more or less. */
const JUST_NOW_MS = 120_000;

/** Makes a valid name while one types, and opens the room without losing what was typed when it is refused. */
export class ParleyCreateRoom extends HTMLElement {
  giveUp = () => {};

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
    const creating = persist((wanted) => create(name.value, topic?.value ?? "", choices(form), wanted), part(this, "[data-bar=waiting]"), {
      promise: "The room is created when the connection is back.",
      refused: (error) => (failure.textContent = error.message),
    });
    this.giveUp = () => creating.giveUp();
    // What is created is what was asked for.
    form.addEventListener("input", () => creating.status.state === "waiting" && creating.giveUp());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      failure.textContent = "";
      if (validName(name.value)) return creating.start();
      failure.textContent = "Enter a name of lower-case letters, digits and hyphens.";
      name.focus();
    });
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>} what else was chosen; what was not is the server's to choose
 */
function choices(form) {
  const chosen = ["default_model", "answers"].map((field) => [field, String(new FormData(form).get(field) ?? "")]);
  return Object.fromEntries(chosen.filter(([, value]) => value !== ""));
}

/** @param {string} typed */
function validName(typed) {
  return roomName(typed).replace(/-+$/, "");
}

/**
 * @param {string} name
 * @param {string} topic
 * @param {Record<string, string>} more
 * @param {() => boolean} wanted whether to go there
 */
async function create(name, topic, more, wanted) {
  const valid = validName(name);
  try {
    await fetchJson("/api/rooms", { method: "POST", body: { name: valid, topic: topic.trim() || undefined, ...more } });
  } catch (error) {
    const taken = error instanceof Refusal && error.code === "conflict";
    // An attempt whose answer was lost may have created it.
    if (!taken || !(await isOwnAndNew(valid))) throw error;
  }
  if (wanted()) location.assign(`/rooms/${valid}`);
}

/**
 * @param {string} name
 * @returns {Promise<boolean>} whether one has created this room a moment ago
 */
async function isOwnAndNew(name) {
  const [room, me] = await Promise.all([fetchJson(`/api/rooms/${name}`), fetchJson("/api/guests/me")]);
  return room.created_by === me.id && Date.now() - Date.parse(room.created_at) < JUST_NOW_MS;
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
