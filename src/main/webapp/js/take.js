import { ParleyTake } from "./elements/parley-take.js";

customElements.define("parley-take", ParleyTake);
