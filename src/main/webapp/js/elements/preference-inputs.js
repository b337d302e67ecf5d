import { pagePreferences } from "../session/preferences.js";

/**
 * Makes the switches and the choice of an appearance inside an element show this person's preferences and change them. Wherever
 * they stand on a page, they show the same.
 *
 * @param {Element} element
 */
export function followPreferences(element) {
  const preferences = pagePreferences();
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (element.querySelectorAll(".theme input, [data-preference]"));
  const show = () => {
    const values = /** @type {Record<string, unknown>} */ (preferences.values);
    for (const input of inputs) {
      if (input.type === "radio") input.checked = input.value === values.theme;
      else input.checked = Boolean(values[input.dataset.preference ?? ""]);
    }
    const { theme } = preferences.values;
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  for (const input of inputs) {
    input.addEventListener("change", () => {
      if (input.type === "radio") preferences.set({ theme: /** @type {"system"} */ (input.value) });
      else preferences.set({ [input.dataset.preference ?? ""]: input.checked });
    });
  }
  preferences.changed.on(show);
  show();
}
