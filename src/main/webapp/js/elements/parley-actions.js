import { detailsOf } from "../conversation/details.js";
import { fork } from "./fork.js";
import { conversationOf } from "./parley-conversation.js";
import { ParleyModels } from "./parley-models.js";
import { ParleyTranscript } from "./parley-transcript.js";
import { fromTemplate, part } from "./rows.js";

/** What the buttons below each message do. The rest, such as copying, `parley-transcript` does in rooms too. */
export class ParleyActions extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("[data-act]") : null;
      const row = button?.closest("parley-message");
      if (!(button instanceof HTMLButtonElement) || !(row instanceof HTMLElement)) return;
      this.#act(button, row);
    });
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {HTMLElement} element
   */
  #act(button, element) {
    const { session } = conversationOf(this);
    const id = element.dataset.id ?? "";
    const row = session.transcript.find(id);
    if (!row) return;
    switch (button.dataset.act) {
      case "previous":
      case "next":
        return this.#choose(button);
      case "regenerate":
        return void session.regenerate(row.parentId ?? id);
      case "another-model":
        return this.#withAnother(row);
      case "edit":
        return this.#edit(element, row.text);
      case "fork":
        return void fork(session.problem, id, session.conversation.id);
      case "up":
      case "down":
        return void session.rate(id, button.dataset.act);
      case "details":
        return details(button, element, detailsOf(row));
    }
  }

  /** @param {HTMLButtonElement} button */
  #choose(button) {
    const { session } = conversationOf(this);
    const { to = "", act } = button.dataset;
    session.choose(to);
    // The row changes its place in the document: the arrow is to be found again where one looks for it.
    requestAnimationFrame(() => {
      const arrows = this.querySelectorAll(`#m-${CSS.escape(to)} :is([data-act=previous], [data-act=next]):enabled`);
      const same = [...arrows].find((arrow) => arrow.getAttribute("data-act") === act) ?? arrows[0];
      if (same instanceof HTMLElement) same.focus({ preventScroll: true });
    });
  }

  /** @param {import("../transcript/transcript.js").Row} row */
  #withAnother(row) {
    const { session } = conversationOf(this);
    const models = document.querySelector("parley-models");
    if (models instanceof ParleyModels) models.choose(row.model ?? "", (model) => session.regenerate(row.parentId ?? row.id, model));
  }

  /**
   * @param {HTMLElement} element
   * @param {string} text
   */
  #edit(element, text) {
    const { session } = conversationOf(this);
    if (element.querySelector(".editing")) return;
    const form = /** @type {HTMLFormElement} */ (fromTemplate("edit-message"));
    const field = /** @type {HTMLTextAreaElement} */ (part(form, "textarea"));
    field.value = text;
    const close = () => {
      form.remove();
      element.classList.remove("edited");
      part(element, "[data-act=edit]").focus();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const changed = field.value.trim();
      close();
      if (changed && changed !== text.trim()) session.edit(element.dataset.id ?? "", changed);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    part(form, "[data-cancel]").addEventListener("click", close);
    element.classList.add("edited");
    part(element, ".body").append(form);
    field.focus({ preventScroll: true });
    bringInto(form);
  }
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} element
 * @param {[string, string][]} lines
 */
function details(button, element, lines) {
  const shown = element.querySelector(".details");
  button.ariaExpanded = String(!shown);
  if (shown) return shown.remove();
  const list = document.createElement("dl");
  list.className = "details";
  for (const [name, value] of lines) {
    const pair = document.createElement("div");
    const term = document.createElement("dt");
    const text = document.createElement("dd");
    term.textContent = name;
    text.textContent = value;
    pair.append(term, text);
    list.append(pair);
  }
  part(element, ".body").append(list);
  bringInto(list);
}

/** @param {Element} opened */
function bringInto(opened) {
  const transcript = opened.closest("parley-transcript");
  if (transcript instanceof ParleyTranscript) transcript.bringInto(opened);
}
