import { talkOf } from "./talk.js";

/** The settings panel: shows the preferences and changes them. */
export class ParleySettings extends HTMLElement {
  connectedCallback() {
    const { preferences } = talkOf(this);
    const show = () => {
      const values = /** @type {Record<string, unknown>} */ (preferences.values);
      for (const input of this.querySelectorAll("input")) {
        if (input.type === "radio") input.checked = input.value === values.theme;
        else input.checked = Boolean(values[input.dataset.preference ?? ""]);
      }
      const { theme } = preferences.values;
      if (theme === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
    };
    this.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      if (target.type === "radio") preferences.set({ theme: /** @type {"system"} */ (target.value) });
      else if (target.dataset.preference) preferences.set({ [target.dataset.preference]: target.checked });
    });
    preferences.changed.on(show);
    show();
  }
}
