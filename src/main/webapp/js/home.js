import { ParleyCreateRoom } from "./elements/parley-create-room.js";
import { ParleyRooms } from "./elements/parley-rooms.js";

customElements.define("parley-rooms", ParleyRooms);
customElements.define("parley-create-room", ParleyCreateRoom);
