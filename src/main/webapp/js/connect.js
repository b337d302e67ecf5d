import { ParleyConnect } from "./elements/parley-connect.js";
import { ParleyCopyLines } from "./elements/parley-copy-lines.js";
import { defineSidebar } from "./sidebar.js";

defineSidebar();
customElements.define("parley-copy-lines", ParleyCopyLines);
customElements.define("parley-connect", ParleyConnect);
