import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { TreeElement, TreeText } from "./tree.js";

/** An element that knows what it is in. */
class Piece extends TreeElement {
  ariaDisabled = null;
  closest(name) {
    for (let at = this; at; at = at.parentElement) if (at.nodeName === name.toUpperCase()) return at;
    return null;
  }
}

let copied = [];
globalThis.Element = Piece;
globalThis.document = { activeElement: null };
Object.defineProperty(globalThis, "navigator", { value: { clipboard: { writeText: async (text) => void copied.push(text) } } });
const { actOnRow } = await import("../../main/webapp/js/elements/row-actions.js");
const settled = () => new Promise(setImmediate);

beforeEach(() => {
  copied = [];
  document.activeElement = null;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** A row with one button, and everything that is done because of it. */
function rowWith(attribute, { id = "m1", name = "button" } = {}) {
  const row = new Piece("parley-message");
  if (id) row.setAttribute("data-id", id);
  const button = new Piece(name);
  button.setAttribute(attribute, "");
  const icon = new Piece("span");
  button.append(icon);
  row.append(button);
  const done = [];
  const session = {
    retry: (given) => done.push(`retry ${given}`),
    discard: (given) => done.push(`discard ${given}`),
    stop: (given) => done.push(`stop ${given}`),
    continueReply: (given) => (done.push(`continue ${given}`), new Promise((resolve) => (session.answer = resolve))),
    transcript: { find: (given) => (given === "m1" ? { text: "**what** was said" } : undefined) },
  };
  const press = (target = button) => actOnRow({ target }, session, () => done.push("focus elsewhere"));
  return { button, done, icon, press, row, session };
}

for (const [attribute, expected] of [
  ["data-retry", "retry m1"],
  ["data-discard", "discard m1"],
  ["data-stop-reply", "stop m1"],
]) {
  test(`a button with ${attribute} does it for its row, also when its icon is pressed`, () => {
    const { done, icon, press } = rowWith(attribute);
    press();
    press(icon);
    assert.deepEqual(done, [expected, expected]);
  });
}

test("what is no button of a row with an id does nothing", () => {
  const other = rowWith("data-retry", { name: "span" });
  other.press();
  other.press(other.row);
  other.press(new TreeText("no element"));
  assert.deepEqual(other.done, []);
  const nameless = rowWith("data-retry", { id: "" });
  nameless.press();
  assert.deepEqual(nameless.done, []);
  const unknown = rowWith("data-something");
  unknown.press();
  assert.deepEqual([unknown.done, copied], [[], []]);
});

test("the text of a row is copied as it was written, and the button says so", async () => {
  const { button, press } = rowWith("data-copy-message");
  press();
  await settled();
  assert.deepEqual([copied, button.textContent], [["**what** was said"], "Copied"]);
});

test("a row that is gone in the meantime has nothing to copy", async () => {
  const { press } = rowWith("data-copy-message", { id: "gone" });
  press();
  await settled();
  assert.deepEqual(copied, [""]);
});

test("a reply is continued once, however often the button is pressed", async () => {
  const { button, done, press, session } = rowWith("data-continue-reply");
  press();
  press();
  assert.deepEqual([done, button.ariaDisabled], [["continue m1"], "true"]);
  session.answer(true);
  await settled();
  press();
  assert.deepEqual(done, ["continue m1"]);
});

test("a continuation that is refused can be tried again", async () => {
  const { button, done, press, session } = rowWith("data-continue-reply");
  document.activeElement = button;
  press();
  session.answer(false);
  await settled();
  assert.equal(button.ariaDisabled, null);
  press();
  assert.deepEqual(done, ["continue m1", "continue m1"]);
});

test("the focus goes elsewhere only if the button that goes has it", async () => {
  for (const focused of [true, false]) {
    const { done, icon, press, row, session } = rowWith("data-continue-reply");
    document.activeElement = focused ? icon : row;
    press();
    session.answer(true);
    await settled();
    assert.deepEqual(done, ["continue m1", ...(focused ? ["focus elsewhere"] : [])]);
  }
});
