import { ParleyAskFirst } from "./elements/parley-ask-first.js";
import { ParleyCreateRoom } from "./elements/parley-create-room.js";
import { defineSidebar } from "./sidebar.js";

defineSidebar();
customElements.define("parley-ask-first", ParleyAskFirst);
customElements.define("parley-create-room", ParleyCreateRoom);
