import { ParleyCreateRoom } from "./elements/parley-create-room.js";

customElements.define("parley-create-room", ParleyCreateRoom);
