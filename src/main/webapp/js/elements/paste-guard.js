import { counted } from "../session/words.js";
import { LONGEST_TEXT } from "../limits.js";
import { toast } from "./parley-toast.js";

/**
 * Keeps a text out of a field that a browser would lay out for minutes, during which nothing could be removed. What takes
 * large pastes in another way, as pieces, has done so by then.
 */
export function guardPastes() {
  addEventListener("paste", (event) => {
    const { target } = event;
    const field = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.defaultPrevented || !field || text.length <= LONGEST_TEXT) return;
    event.preventDefault();
    toast().say(`The text has ${counted(text.length, "character")}. At most ${counted(LONGEST_TEXT, "character")} can be pasted here.`);
  });
}
