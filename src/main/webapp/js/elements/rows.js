import { colourOf, initialOf } from "../session/colours.js";
import { thoughts } from "../transcript/thinking.js";

/**
 * A row of the transcript, read from the server's markup.
 *
 * @param {Element} element
 * @returns {import("../transcript/transcript.js").Row}
 */
export function rowFrom(element) {
  const { id = "", role, author, status, model, parent, imported, more } = /** @type {HTMLElement} */ (element).dataset;
  const { details, ...rest } = moreFrom(more);
  const text = element.querySelector(".text")?.textContent ?? "";
  return {
    id,
    role: role === "assistant" ? "assistant" : "user",
    author: author ? { id: author, name: element.querySelector(".author")?.textContent ?? "" } : undefined,
    text,
    status: /** @type {import("../transcript/transcript.js").Row["status"]} */ (status || "posted"),
    model: model || undefined,
    parentId: parent || undefined,
    imported: imported === "true",
    createdAt: element.querySelector("time")?.dateTime ?? "",
    attempt: 0,
    seq: -1,
    stalled: false,
    details,
    ...rest,
    thinking: thoughts(status ?? "", element.querySelector(".thought")?.textContent ?? undefined, text, details),
  };
}

/**
 * What is not in the markup itself, as the fields of a message on the wire.
 *
 * @param {string} [json]
 * @returns {Partial<import("../transcript/transcript.js").Row>}
 */
function moreFrom(json) {
  const { error, citations, usage, details, finish_reason: finishReason, refusal } = JSON.parse(json || "{}");
  return { error, citations, usage, details, finishReason, refusal };
}

/**
 * A copy of what is inside a `<template>` of the page.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function fromTemplate(id) {
  const template = document.getElementById(id);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no <template id="${id}">`);
  const first = template.content.firstElementChild;
  return /** @type {HTMLElement} */ (document.importNode(/** @type {Element} */ (first), true));
}

/**
 * @param {Element} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function part(root, selector) {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`no ${selector} in <${root.localName}>`);
  return found;
}

/**
 * Writes a text, unless it stands there already: even the same text is laid out again when it is written.
 *
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Tells a participant apart from another whose name looks the same.
 *
 * @param {HTMLElement} element
 * @param {string} tag empty when nobody else is called like that
 */
export function wearTag(element, tag) {
  const place = part(element, ".tag");
  const shown = tag && `#${tag}`;
  if ((place.dataset.tag ?? "") === shown) return;
  place.dataset.tag = shown;
  place.title = tag && "Another participant has the same name, or one that looks like it.";
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = ", tag ";
  place.replaceChildren(...(tag ? [words, shown] : []));
}

/**
 * Gives an element a participant's colour and, in its circle, the initial.
 *
 * @param {HTMLElement} element
 * @param {{id: string, name: string}} participant
 */
export function wearColour(element, { id, name }) {
  const colour = `person-${colourOf(id)}`;
  if (!element.classList.contains(colour)) {
    element.classList.remove(...[...element.classList].filter((one) => /^person-\d+$/.test(one)));
    element.classList.add(colour);
  }
  const circle = element.matches(".avatar") ? element : element.querySelector(".avatar");
  circle?.setAttribute("data-initial", initialOf(name));
}
