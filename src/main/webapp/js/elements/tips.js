/** Between a button and its words. */
const GAP = 6;

/**
 * Shows the title of a button that has the keyboard's focus: browsers show titles to a mouse only. Whoever listens hears the
 * button's name instead. Escape hides the words.
 */
export function showTips() {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.popover = "manual";
  tip.ariaHidden = "true";
  document.body.append(tip);

  const hide = () => tip.matches(":popover-open") && tip.hidePopover();
  /** @param {HTMLElement} button */
  const show = (button) => {
    tip.textContent = button.title;
    tip.showPopover();
    place(tip, button);
  };
  document.addEventListener("focusin", ({ target }) => {
    hide();
    const button = target instanceof HTMLElement && target.matches(":is(button, a, summary)[title]:focus-visible") ? target : undefined;
    if (!button || button.innerText.trim() !== "") return;
    // A popover that opens may give the focus away, and lets no other open meanwhile.
    requestAnimationFrame(() => button === document.activeElement && show(button));
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("pointerdown", hide);
  document.addEventListener("scroll", hide, { capture: true, passive: true });
  addEventListener("resize", hide);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide(), { capture: true });
}

/**
 * Below the button, or above it where there is no room, and within the window.
 *
 * @param {HTMLElement} tip
 * @param {HTMLElement} button
 */
function place(tip, button) {
  const at = button.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, at.left + (at.width - width) / 2), document.documentElement.clientWidth - width - GAP);
  const below = at.bottom + GAP;
  tip.style.left = `${left}px`;
  tip.style.top = `${below + height > innerHeight ? at.top - GAP - height : below}px`;
}
