import { ParleyCreateRoom } from "./elements/parley-create-room.js";
import { defineSidebar } from "./sidebar.js";

defineSidebar();
customElements.define("parley-create-room", ParleyCreateRoom);
