/**
 * One half of a conversation with the server's draft code, for the test that has both sides apply the same random edits.
 *
 *   node drafts-across.js type          prints sessions of typing: the frames a page sends, and the text it means
 *   node drafts-across.js show <file>   reads the events that the server made of them, and prints what a page shows
 */
import { readFileSync } from "node:fs";
import { codePoints } from "../../main/webapp/js/drafts/code-points.js";
import { DraftBook } from "../../main/webapp/js/drafts/draft-book.js";
import { DraftSender } from "../../main/webapp/js/drafts/draft-sender.js";
import { HeldClock } from "./held-clock.js";
import { randomEdit, randomOf } from "./random-text.js";

const SESSIONS = 80;
const EDITS = 60;
const PACE_MS = 70;

/** @param {number} seed */
function session(seed) {
  const random = randomOf(seed);
  const clock = new HeldClock();
  /** @type {object[]} */
  const frames = [];
  const sender = new DraftSender({
    clock,
    mint: () => `00000000-0000-7000-8000-${(seed * 10_000 + frames.length).toString(16).padStart(12, "0")}`,
    pace: () => PACE_MS,
    send: (frame) => frames.push(frame) > 0,
  });
  let text = "";
  for (let edit = 0; edit < EDITS; edit++) {
    text = randomEdit(text, random);
    sender.edit(text);
    if (random() < 0.1) sender.refused();
    if (random() < 0.6) clock.advance(PACE_MS);
  }
  clock.advance(1000);
  return { frames, text: codePoints(text).join("") };
}

/** @param {import("../../main/webapp/js/protocol/wire.js").DraftEvent[]} events */
function shown(events) {
  const book = new DraftBook();
  for (const event of events) book.apply(event, 0);
  return book.all.map((draft) => draft.points.join("")).join("");
}

const [mode, file] = process.argv.slice(2);
const result =
  mode === "type"
    ? Array.from({ length: SESSIONS }, (_, seed) => session(seed + 1))
    : JSON.parse(readFileSync(file, "utf8")).map(shown);
process.stdout.write(JSON.stringify(result));
