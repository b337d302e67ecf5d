import { fetchJson, reasonOf } from "../http.js";
import { answersWords } from "../session/answers.js";
import { offerModels } from "./model-choice.js";
import { roomOf } from "./parley-room.js";
import { toast } from "./parley-toast.js";
import { part } from "./rows.js";

/** The room's part of the settings: a form for whoever created the room, words for everybody else. */
export class ParleyRoomSettings extends HTMLElement {
  connectedCallback() {
    const room = roomOf(this);
    const { session } = room;
    const words = () => (part(this, ".answers-words").textContent = answersWords(session.answers));
    session.connection.on(({ state }) => state === "joined" && words());
    session.changed.on(words);
    const form = this.querySelector("form");
    if (!form) return;
    const topic = /** @type {HTMLTextAreaElement} */ (part(form, "[name=topic]"));
    const model = /** @type {HTMLSelectElement} */ (part(form, "[name=default_model]"));
    const answers = /** @type {HTMLSelectElement} */ (part(form, "[name=answers]"));
    const failure = part(form, ".field-error");
    // A form that somebody is filling in is not changed under their hands.
    let touched = false;
    form.addEventListener("input", () => (touched = true));
    session.changed.on((changed) => {
      if (touched) return;
      topic.value = changed.topic ?? "";
      answers.value = changed.answers ?? "";
      offerModels(model, session.model ?? "");
    });
    this.closest("[popover]")?.addEventListener("toggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "open") offerModels(model);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failure.textContent = "";
      const body = { topic: topic.value.trim() || null, default_model: model.value || null, answers: answers.value || null };
      try {
        await fetchJson(`/api/rooms/${encodeURIComponent(room.name)}`, { method: "PATCH", body });
        touched = false;
        toast().say("The room's settings are saved.");
      } catch (error) {
        failure.textContent = reasonOf(error);
      }
    });
  }
}
