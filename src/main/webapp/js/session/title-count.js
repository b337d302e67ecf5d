/** How much is unread, by where. @type {Map<string, number>} */
const counts = new Map();
let watching = false;

/**
 * Shows in the page's title how much is unread, such as “(3) lobby · Parley”, whoever changes the rest of the title.
 *
 * @param {string} where
 * @param {number} count
 */
export function countInTitle(where, count) {
  counts.set(where, count);
  show();
  const title = document.querySelector("title");
  if (watching || !title) return;
  watching = true;
  new MutationObserver(show).observe(title, { childList: true, characterData: true, subtree: true });
}

function show() {
  const shown = titleWith(document.title, [...counts.values()].reduce((sum, count) => sum + count, 0));
  if (shown !== document.title) document.title = shown;
}

/**
 * @param {string} title with or without a number
 * @param {number} count
 */
export function titleWith(title, count) {
  const plain = title.replace(/^\(\d+\+?\) /, "");
  return count === 0 ? plain : `(${count > 99 ? "99+" : count}) ${plain}`;
}
