import { detailsOf } from "../conversation/details.js";
import { EditDrafts } from "../drafts/edit-drafts.js";
import { sendOnEnter } from "../keyboard.js";
import { lengthWords, messageOf } from "../session/message-length.js";
import { fork } from "./fork.js";
import { conversationOf } from "./parley-conversation.js";
import { ParleyModels } from "./parley-models.js";
import { ParleyTranscript } from "./parley-transcript.js";
import { fromTemplate, part } from "./rows.js";

/** What the buttons below each message do. The rest, such as copying, `parley-transcript` does in rooms too. */
export class ParleyActions extends HTMLElement {
  /** @type {EditDrafts | undefined} */
  #edits;

  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("[data-act]") : null;
      const row = button?.closest("parley-message");
      if (!(button instanceof HTMLButtonElement) || !(row instanceof HTMLElement)) return;
      this.#act(button, row);
    });
    this.addEventListener("parley-drawn", () => this.#editOn());
    this.#editOn();
  }

  /** What is being changed in this conversation. */
  get edits() {
    const { session, store } = conversationOf(this);
    return (this.#edits ??= new EditDrafts(store, session.conversation.id));
  }

  /** Rows come, also after a reload, whose text was being changed. */
  #editOn() {
    if (conversationOf(this).session.isNew) return;
    for (const [id, text] of this.edits.all) {
      const element = this.querySelector(`#m-${CSS.escape(id)}`);
      if (element instanceof HTMLElement && !element.querySelector(".editing")) this.#editing(element, text);
    }
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
        return this.#edit(element, id, row.text);
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
   * @param {string} id
   * @param {string} text
   */
  #edit(element, id, text) {
    if (element.querySelector(".editing")) return;
    const form = this.#editing(element, this.edits.textOf(id) ?? text);
    part(form, "textarea").focus({ preventScroll: true });
    bringInto(form);
  }

  /**
   * @param {HTMLElement} element
   * @param {string} text so far
   */
  #editing(element, text) {
    const { session } = conversationOf(this);
    const id = element.dataset.id ?? "";
    const form = /** @type {HTMLFormElement} */ (fromTemplate("edit-message"));
    const field = /** @type {HTMLTextAreaElement} */ (part(form, "textarea"));
    field.value = text;
    const close = () => {
      this.edits.end(id);
      form.remove();
      element.classList.remove("edited");
      part(element, "[data-act=edit]").focus();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const changed = messageOf(field.value);
      const said = session.transcript.find(id)?.text.trimEnd();
      const wrong = lengthWords(changed);
      if (wrong) return session.problem.emit(wrong);
      close();
      if (changed && changed !== said) session.edit(id, changed);
    });
    field.addEventListener("input", () => this.edits.write(id, field.value));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close();
    });
    sendOnEnter(field, () => form.requestSubmit());
    part(form, "[data-cancel]").addEventListener("click", close);
    element.classList.add("edited");
    part(element, ".body").append(form);
    return form;
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
