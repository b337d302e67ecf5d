import { ParleyAskFirst } from "./elements/parley-ask-first.js";
import { ParleyCreateRoom } from "./elements/parley-create-room.js";
import { ParleyLive } from "./elements/parley-live.js";
import { ParleyModels } from "./elements/parley-models.js";
import { defineSidebar } from "./sidebar.js";

defineSidebar();
customElements.define("parley-ask-first", ParleyAskFirst);
customElements.define("parley-create-room", ParleyCreateRoom);
customElements.define("parley-models", ParleyModels);
customElements.define("parley-live", ParleyLive);
