/**
 * Gathers the reasons to draw and draws once per animation frame. A hidden page gets no frames; it is drawn now and then, so
 * that its title and its announcements stay true.
 *
 * @param {() => void} draw
 * @returns {() => void} asks for a drawing
 */
export function perFrame(draw) {
  let asked = false;
  const run = () => {
    asked = false;
    draw();
  };
  return () => {
    if (asked) return;
    asked = true;
    if (document.hidden) setTimeout(run, 250);
    else requestAnimationFrame(run);
  };
}
