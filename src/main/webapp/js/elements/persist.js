import { Persistent } from "../protocol/persistent.js";

/**
 * An undertaking of this page, which begins again when the browser is back online.
 *
 * @param {(wanted: () => boolean) => Promise<unknown>} attempt as {@link Persistent} has it
 * @param {HTMLElement} bar says how it stands: `.words`, and a button `[data-give-up]`
 * @param {{promise: string, refused: (error: Error) => void}} words promise: what happens when the connection is back
 * @returns {Persistent}
 */
export function persist(attempt, bar, { promise, refused }) {
  const words = /** @type {HTMLElement} */ (bar.querySelector(".words"));
  const undertaking = new Persistent({
    attempt,
    told: (status) => {
      bar.hidden = status.state !== "waiting";
      if (status.state === "refused") refused(status.error);
      if (status.state === "waiting") words.textContent = `${navigator.onLine ? status.reason : "You are offline."} ${promise}`;
    },
  });
  bar.querySelector("[data-give-up]")?.addEventListener("click", () => undertaking.giveUp());
  addEventListener("online", () => undertaking.wake());
  return undertaking;
}
