/**
 * Where a connection stands. `waiting`: lost, the next attempt is at `retryAt`. `resting`: let go of on purpose, because
 * nobody looks. `ended`: the server does not want us back, `reason` says why.
 *
 * @typedef {{state: "connecting", attempt: number}
 *   | {state: "joined"}
 *   | {state: "resting"}
 *   | {state: "waiting", retryAt: number, reason: string, attempt: number}
 *   | {state: "ended", reason: string, gone?: boolean}} Status
 */

export {};
