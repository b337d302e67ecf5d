import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { mintId } from "../../main/webapp/js/ids.js";
import { People } from "../../main/webapp/js/room/people.js";
import { colourOf, COLOURS, initialOf } from "../../main/webapp/js/session/colours.js";
import { connectionWords, errorWords } from "../../main/webapp/js/session/words.js";

test("ids are UUIDs of version 7, in the order of time", () => {
  const early = mintId(1_700_000_000_000);
  const late = mintId(1_700_000_000_001);
  assert.match(early, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(early < late);
  assert.equal(Number.parseInt(early.replace("-", "").slice(0, 12), 16), 1_700_000_000_000);
});

test("colours are spread over the participants and stay the same", () => {
  const counts = new Array(COLOURS).fill(0);
  for (let i = 0; i < 1200; i++) counts[colourOf(mintId())]++;
  assert.ok(Math.min(...counts) > 50, String(counts));
  assert.equal(colourOf("ada"), colourOf("ada"));
  assert.equal(initialOf("👩‍🚀 Ada"), "👩");
  assert.equal(initialOf(""), "?");
});

test("the state of the connection is said in words", () => {
  const at = { now: 10_000, online: true };
  assert.equal(connectionWords({ state: "joined" }, at), "");
  const waiting = { state: "waiting", retryAt: 12_400, reason: "The connection was lost.", attempt: 1 };
  assert.equal(connectionWords(waiting, at), "The connection was lost. Reconnecting in 3 seconds.");
  assert.equal(connectionWords(waiting, { ...at, online: false }), "You are offline. Reconnecting in 3 seconds.");
  assert.match(errorWords({ code: "rate_limited", retry_after_ms: 4200 }), /5 s/);
});

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
function contrast(one, other) {
  const luminance = (hex) => {
    const [r, g, b] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const tokens = readFileSync(new URL("../../main/webapp/css/tokens.css", import.meta.url), "utf8");
const colours = Object.fromEntries(
  [...tokens.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [name, [light, dark]]),
);

const READABLE = [
  ...Array.from({ length: COLOURS }, (_, i) => [`person-${i}`, ["paper", "surface", "sunken"]]),
  ["ink", ["paper", "surface", "sunken", "hover", "accent-soft"]],
  ["ink-soft", ["paper", "surface", "sunken", "hover"]],
  ["accent", ["paper", "surface", "sunken", "hover", "accent-soft"]],
  ["danger", ["paper", "surface", "danger-soft"]],
  ["warning", ["warning-soft", "surface"]],
  ["on-accent", ["accent", "accent-hover"]],
];

for (const [ink, papers] of READABLE) {
  test(`${ink} can be read on ${papers.join(", ")}, light and dark`, () => {
    for (const paper of papers) {
      for (const scheme of [0, 1]) {
        const ratio = contrast(colours[ink][scheme], colours[paper][scheme]);
        assert.ok(ratio >= 4.5, `${ink} on ${paper}, ${scheme ? "dark" : "light"}: ${ratio.toFixed(2)}`);
      }
    }
  });
}

test("edges of controls can be seen, light and dark", () => {
  for (const paper of ["paper", "surface"]) {
    for (const scheme of [0, 1]) assert.ok(contrast(colours["line-strong"][scheme], colours[paper][scheme]) >= 3);
  }
});

test("the names of those who have left are remembered, the latest", () => {
  const people = new People();
  people.join({ id: "stays", name: "Ada" });
  for (let index = 0; index < People.REMEMBERED + 10; index++) {
    people.join({ id: String(index), name: `n${index}` });
    people.leave(String(index));
  }
  assert.equal(people.nameOf("stays"), "Ada");
  assert.equal(people.nameOf("0"), "Someone");
  assert.equal(people.nameOf(String(People.REMEMBERED)), `n${People.REMEMBERED}`);
});
