/**
 * Shows the row that the page's address names, such as one that a search has found, now and whenever the address changes.
 *
 * @param {(id: string) => void} reveal
 */
export function followAddress(reveal) {
  const follow = () => {
    const [, id] = /^#m-([0-9a-f-]+)$/.exec(location.hash) ?? [];
    if (id) reveal(id);
  };
  addEventListener("hashchange", follow);
  follow();
}
