import { ParleyAsk } from "./elements/parley-ask.js";
import { ParleyDeleteMe } from "./elements/parley-delete-me.js";
import { ParleyHistory } from "./elements/parley-history.js";
import { ParleyImport } from "./elements/parley-import.js";
import { ParleyNewRoom } from "./elements/parley-new-room.js";
import { ParleyKeys } from "./elements/parley-keys.js";
import { ParleyMe } from "./elements/parley-me.js";
import { ParleyRooms } from "./elements/parley-rooms.js";
import { ParleySearch } from "./elements/parley-search.js";
import { ParleyTakeAlong } from "./elements/parley-take-along.js";
import { ParleyToast } from "./elements/parley-toast.js";
import { ParleyUnread } from "./elements/parley-unread.js";
import { guardPastes } from "./elements/paste-guard.js";
import { showTips } from "./elements/tips.js";
import { guardCompositions } from "./keyboard.js";

/** Brings the sidebar to life, which is on every page. */
export function defineSidebar() {
  guardCompositions(window);
  guardPastes();
  showTips();
  customElements.define("parley-ask", ParleyAsk);
  customElements.define("parley-toast", ParleyToast);
  customElements.define("parley-rooms", ParleyRooms);
  customElements.define("parley-history", ParleyHistory);
  customElements.define("parley-search", ParleySearch);
  customElements.define("parley-import", ParleyImport);
  customElements.define("parley-new-room", ParleyNewRoom);
  customElements.define("parley-unread", ParleyUnread);
  customElements.define("parley-keys", ParleyKeys);
  customElements.define("parley-me", ParleyMe);
  customElements.define("parley-take-along", ParleyTakeAlong);
  customElements.define("parley-delete-me", ParleyDeleteMe);
}
