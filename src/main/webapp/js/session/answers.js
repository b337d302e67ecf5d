/** @typedef {"all" | "mentions" | "off"} Answers which messages of a room are answered; undefined: the default */

/**
 * @param {Answers | undefined} answers
 * @returns {string} a sentence
 */
export function answersWords(answers) {
  switch (answers) {
    case "all":
      return "A model replies to every message.";
    case "mentions":
      return "A model replies only when it is mentioned.";
    case "off":
      return "Models don't reply here.";
    default:
      return "A model replies to every message while one person is here, and to mentions when others are here too.";
  }
}

/**
 * What the empty composer of a room says.
 *
 * @param {string} room
 * @param {Answers | undefined} answers
 * @param {number} people who are there
 */
export function placeholderFor(room, answers, people) {
  const asked = answers === "mentions" || (answers === undefined && people > 1);
  return asked ? `Write to ${room}. Mention @parley for a reply` : `Write to ${room}`;
}
