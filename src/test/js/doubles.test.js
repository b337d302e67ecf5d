import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Doubles } from "../../main/webapp/js/session/doubles.js";
import { skeletonOf } from "../../main/webapp/js/session/lookalikes.js";
import { Transcript } from "../../main/webapp/js/transcript/transcript.js";

const person = (end, name) => ({ id: `01890a5d-ac96-774b-bcce-b302099a${end}`, name });

test("nobody has a tag who is alone with a name", () => {
  const doubles = new Doubles();
  doubles.add(person("8057", "Ada"));
  doubles.add(person("8057", "Ada"));
  doubles.add(person("8058", "Grace"));
  assert.equal(doubles.tagOf(person("8057", "Ada")), "");
});

test("two of one name are told apart, and only they", () => {
  const doubles = new Doubles();
  const told = [];
  doubles.changed.on((ids) => told.push([...ids]));
  doubles.add(person("8057", "Ada"));
  doubles.add(person("8a3f", "ADA"));
  doubles.add(person("8058", "Grace"));
  assert.equal(doubles.tagOf(person("8057", "Ada")), "057");
  assert.equal(doubles.tagOf(person("8a3f", "ADA")), "a3f");
  assert.equal(doubles.tagOf(person("8058", "Grace")), "");
  assert.deepEqual(told, [[person("8057", "").id, person("8a3f", "").id]]);
});

test("tags are longer where they would be the same", () => {
  const doubles = new Doubles();
  for (const end of ["1a3f", "2a3f", "9057"]) doubles.add(person(end, "Ada"));
  assert.deepEqual(["1a3f", "2a3f", "9057"].map((end) => doubles.tagOf(person(end, "Ada"))), ["1a3f", "2a3f", "057"]);
});

for (const [one, other] of [["Ada", "\u0410d\u0430"], ["Alice", "Al\u0456ce"], ["Emma", "Ernrna"], ["Ada", "A\u200bda"], ["Ada", "\uff21da"], ["Bob", "B0b"], ["Ella", "E11a"]]) {
  test(`${one} and ${JSON.stringify(other)} look the same`, () => assert.equal(skeletonOf(one), skeletonOf(other)));
}

for (const [one, other] of [["Ada", "Ida"], ["Jos\u00e9", "Jose"], ["Max", "Maxi"], ["\u674e", "\u738b"]]) {
  test(`${one} and ${other} do not look the same`, () => assert.notEqual(skeletonOf(one), skeletonOf(other)));
}

test("letters that the server takes for ASCII letters are the same here", () => {
  const table = readFileSync(new URL("../../main/resources/io/parley/participant/confusables.txt", import.meta.url), "utf8");
  const wrong = [];
  let compared = 0;
  for (const [, point, prototype] of table.matchAll(/^([0-9A-F]+);([0-9A-F ]+)$/gim)) {
    const letter = String.fromCodePoint(parseInt(point, 16));
    const like = prototype.split(" ").map((hex) => String.fromCodePoint(parseInt(hex, 16))).join("");
    if (!/^[\p{L}\p{N}]$/u.test(letter) || letter !== letter.toLowerCase().normalize("NFKC") || !/^[a-z0-9]+$/.test(like)) continue;
    compared++;
    if (skeletonOf(letter) !== skeletonOf(like)) wrong.push(`${letter} ${like}`);
  }
  assert.ok(compared > 200, String(compared));
  assert.deepEqual(wrong, []);
});

test("authors and models of a transcript are compared", () => {
  const transcript = new Transcript();
  const message = (id, author) => ({ id, role: "user", author, content: "x", status: "posted", created_at: "2026-01-01T00:00:00Z" });
  transcript.message(message("1", person("8057", "Ada")));
  transcript.message(message("2", person("8a3f", "Ada")));
  transcript.message(message("3", person("8b40", "Echo")));
  assert.equal(transcript.doubles.tagOf(person("8057", "Ada")), "057");
  assert.equal(transcript.doubles.tagOf(person("8b40", "Echo")), "");
  transcript.started({ type: "reply.started", reply_id: "4", message_id: "3", model: "test/echo", attempt: 1, position: "" });
  assert.equal(transcript.doubles.tagOf(person("8b40", "Echo")), "b40");
});

test("of very many with one name the latest are compared", () => {
  const doubles = new Doubles();
  let told = 0;
  doubles.changed.on((ids) => (told = ids.size));
  for (let index = 0; index < 10 * Doubles.ALIKE; index++) doubles.add(person(String(1000 + index), "Ada"));
  assert.equal(told, Doubles.ALIKE);
  assert.notEqual(doubles.tagOf(person("2999", "Ada")), "");
});

test("names are forgotten where there are very many", () => {
  const doubles = new Doubles();
  doubles.add(person("8057", "Ada"));
  for (let index = 0; index < Doubles.NAMES; index++) doubles.add(person("8058", `n${index}`));
  doubles.add(person("8a3f", "Ada"));
  assert.equal(doubles.tagOf(person("8a3f", "Ada")), "");
});
