import { ParleyTake } from "./elements/parley-take.js";
import { defineSidebar } from "./sidebar.js";

customElements.define("parley-take", ParleyTake);
defineSidebar();
