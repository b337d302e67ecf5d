import assert from "node:assert/strict";
import { test } from "node:test";
import { guardCompositions, Keyboard } from "../../main/webapp/js/keyboard.js";

/** A device: whether it is used with a finger. */
const device = (matches) => Object.assign(new EventTarget(), { matches });
const key = (name, more = {}) => ({ key: name, code: name, keyCode: 13, isComposing: false, shiftKey: false, ctrlKey: false, metaKey: false, ...more });

test("at a desk Enter sends, with Shift it is a new line", () => {
  const keyboard = new Keyboard(device(false));
  assert.equal(keyboard.sends(key("Enter")), true);
  assert.equal(keyboard.sends(key("Enter", { shiftKey: true })), false);
  assert.equal(keyboard.sends(key("a")), false);
  assert.equal(keyboard.enterKeyHint, "send");
});

test("on a keyboard on the glass Enter is a new line, and says so", () => {
  const keyboard = new Keyboard(device(true));
  assert.equal(keyboard.sends(key("Enter")), false);
  assert.equal(keyboard.sends(key("Enter", { code: "" })), false);
  assert.equal(keyboard.enterKeyHint, "enter");
});

test("a keyboard that is connected to a phone sends", () => {
  for (const pressed of [key("Escape"), key("Control"), key("Meta"), key("Tab"), key("F5")]) {
    const keyboard = new Keyboard(device(true));
    let changes = 0;
    keyboard.changed.on(() => changes++);
    keyboard.pressed(key("a"));
    assert.equal(keyboard.onGlass, true);
    keyboard.pressed(pressed);
    assert.deepEqual([keyboard.sends(key("Enter")), keyboard.enterKeyHint, changes], [true, "send", 1]);
  }
  const glass = new Keyboard(device(true));
  assert.equal(glass.sends(key("Enter", { ctrlKey: true })), true);
  assert.equal(glass.sends(key("Enter", { metaKey: true })), true);
  glass.pressed(key("Tab", { code: "" }));
  assert.equal(glass.onGlass, true, "a key without a place on a keyboard was on the glass");
});

test("a tablet that is put into its keyboard becomes a desk", () => {
  const tablet = device(true);
  const keyboard = new Keyboard(tablet);
  let changes = 0;
  keyboard.changed.on(() => changes++);
  tablet.matches = false;
  tablet.dispatchEvent(new Event("change"));
  assert.deepEqual([keyboard.sends(key("Enter")), changes], [true, 1]);
});

test("an Enter that belongs to a composition sends nothing, whichever way the browser says so", () => {
  for (const touch of [true, false]) {
    const keyboard = new Keyboard(device(touch));
    assert.equal(keyboard.sends(key("Enter", { isComposing: true, ctrlKey: true })), false);
    assert.equal(keyboard.sends(key("Enter", { keyCode: 229, ctrlKey: true })), false);
  }
});

/** @returns what became of a key pressed in such an element */
function pressed(name, init, localName = "textarea") {
  const page = new EventTarget();
  let heard = false;
  guardCompositions(page);
  page.addEventListener("keydown", () => (heard = true));
  const event = Object.assign(new Event("keydown", { cancelable: true }), { key: name, keyCode: 0, isComposing: false, ...init });
  Object.defineProperty(event, "target", { value: { localName } });
  page.dispatchEvent(event);
  return { heard, prevented: event.defaultPrevented };
}

test("the keys of a composition are nobody else's", () => {
  for (const init of [{ isComposing: true }, { keyCode: 229 }]) {
    for (const name of ["Escape", "Enter", "ArrowDown", "ArrowUp", "k", "/", "Process"]) {
      assert.equal(pressed(name, init).heard, false, name);
    }
    assert.equal(pressed("Escape", init).prevented, true, "no dialog closes");
    assert.equal(pressed("Enter", init, "input").prevented, true, "no form is submitted");
    assert.equal(pressed("Enter", init, "textarea").prevented, false);
    assert.equal(pressed("ArrowDown", init).prevented, false);
  }
  assert.deepEqual(pressed("Escape", {}), { heard: true, prevented: false });
  assert.deepEqual(pressed("Enter", { keyCode: 13 }, "input"), { heard: true, prevented: false });
});
