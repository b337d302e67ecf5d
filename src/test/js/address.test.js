import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { followAddress } from "../../main/webapp/js/elements/address.js";

let changed = [];
globalThis.location = { hash: "" };
globalThis.addEventListener = (type, listener) => type === "hashchange" && changed.push(listener);

beforeEach(() => {
  changed = [];
  location.hash = "";
});

/** @returns the rows that are revealed */
function followed(hash) {
  location.hash = hash;
  const revealed = [];
  followAddress((id) => revealed.push(id));
  return revealed;
}

test("the row that the address names is revealed at once, and each that it names later", () => {
  const revealed = followed("#m-0197a000-0000-7000-8000-000000000001");
  assert.deepEqual(revealed, ["0197a000-0000-7000-8000-000000000001"]);
  location.hash = "#m-02";
  changed.forEach((listener) => listener());
  assert.deepEqual(revealed, ["0197a000-0000-7000-8000-000000000001", "02"]);
});

test("the same row is revealed again when the address comes back to it", () => {
  const revealed = followed("#m-01");
  location.hash = "#main";
  changed.forEach((listener) => listener());
  location.hash = "#m-01";
  changed.forEach((listener) => listener());
  assert.deepEqual(revealed, ["01", "01"]);
});

for (const hash of ["", "#", "#m-", "#main", "#composer", "#x#m-01", "#m-01?x", "#m-<b>", "#M-01", "#m-01 "]) {
  test(`an address with ${hash || "nothing"} names no row`, () => assert.deepEqual(followed(hash), []));
}
