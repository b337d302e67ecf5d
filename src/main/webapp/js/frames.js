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

/**
 * The same for what grows all the time: drawing takes at most a fifth of the time, so that a slow machine has the rest for
 * what the person does.
 *
 * @param {() => void} draw
 * @param {() => number} [now] milliseconds
 * @returns {() => void} asks for a drawing
 */
export function paced(draw, now = () => performance.now()) {
  const PAUSE = 4;
  const LONGEST_MS = 250;
  let next = 0;
  let waits = false;
  const frame = perFrame(() => {
    const began = now();
    draw();
    const ended = now();
    next = ended + Math.min(LONGEST_MS, (ended - began) * PAUSE);
  });
  return () => {
    if (waits) return;
    const wait = next - now();
    if (wait <= 0) return frame();
    waits = true;
    setTimeout(() => ((waits = false), frame()), wait);
  };
}
