import { followPreferences } from "./preference-inputs.js";

/** The settings panel: shows the preferences and changes them. */
export class ParleySettings extends HTMLElement {
  connectedCallback() {
    followPreferences(this);
  }
}
