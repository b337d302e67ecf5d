import { ParleyActions } from "./elements/parley-actions.js";
import { ParleyAnnouncer } from "./elements/parley-announcer.js";
import { ParleyCode } from "./elements/parley-code.js";
import { ParleyComposer } from "./elements/parley-composer.js";
import { ParleyConnection } from "./elements/parley-connection.js";
import { ParleyConversation } from "./elements/parley-conversation.js";
import { ParleyMaths } from "./elements/parley-maths.js";
import { ParleyMessage } from "./elements/parley-message.js";
import { ParleyModels } from "./elements/parley-models.js";
import { ParleyNext } from "./elements/parley-next.js";
import { ParleyParameters } from "./elements/parley-parameters.js";
import { ParleyPasted } from "./elements/parley-pasted.js";
import { ParleySettings } from "./elements/parley-settings.js";
import { ParleyShare } from "./elements/parley-share.js";
import { ParleyTitle } from "./elements/parley-title.js";
import { ParleyTranscript } from "./elements/parley-transcript.js";
import { ParleyWaiting } from "./elements/parley-waiting.js";
import { defineSidebar } from "./sidebar.js";
import { countUnread } from "./session/unread.js";
import { fitKeyboard } from "./session/visible-height.js";

// The conversation first: the others look for it when they come to life. Rows before the transcript that fills them.
customElements.define("parley-conversation", ParleyConversation);
const conversation = document.querySelector("parley-conversation");
// It connects while the rest of the page comes to life, which is done before an answer can be read. A new one has no connection.
const early = conversation instanceof ParleyConversation && !conversation.session.isNew;
if (early) conversation.session.start();
defineSidebar();
customElements.define("parley-code", ParleyCode);
customElements.define("parley-maths", ParleyMaths);
customElements.define("parley-message", ParleyMessage);
customElements.define("parley-transcript", ParleyTranscript);
customElements.define("parley-composer", ParleyComposer);
customElements.define("parley-next", ParleyNext);
customElements.define("parley-pasted", ParleyPasted);
customElements.define("parley-connection", ParleyConnection);
customElements.define("parley-announcer", ParleyAnnouncer);
customElements.define("parley-models", ParleyModels);
customElements.define("parley-parameters", ParleyParameters);
customElements.define("parley-settings", ParleySettings);
customElements.define("parley-share", ParleyShare);
customElements.define("parley-title", ParleyTitle);
customElements.define("parley-actions", ParleyActions);
customElements.define("parley-waiting", ParleyWaiting);

if (conversation instanceof ParleyConversation) {
  const transcript = /** @type {ParleyTranscript} */ (conversation.querySelector("parley-transcript"));
  conversation.addEventListener("parley-posted", () => transcript.jump());
  countUnread(conversation.session);
  fitKeyboard();
  if (!early) conversation.session.start();
  // Asked on the home page, in this tab.
  const asked = conversation.session.isNew ? conversation.store.getItem("parley.asked") : null;
  if (asked) {
    conversation.store.removeItem("parley.asked");
    conversation.session.post(asked);
  }
  transcript.restoreBranch();
  transcript.followAddress();
}
