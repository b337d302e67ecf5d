/** Keeps the page as high as what is visible above a phone's keyboard, where the browser does not do it by itself. */
export function fitKeyboard() {
  const viewport = window.visualViewport;
  if (!viewport || !matchMedia("(pointer: coarse)").matches) return;
  const fit = () => {
    const covered = innerHeight - viewport.height * viewport.scale;
    const { style } = document.documentElement;
    if (covered > 80) style.setProperty("--visible-height", `${viewport.height}px`);
    else style.removeProperty("--visible-height");
  };
  viewport.addEventListener("resize", fit);
  addEventListener("resize", fit);
}
