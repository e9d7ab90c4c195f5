/** The delay before a failed container is restarted: CrashLoopBackOff. */

import type { KubeletSettings } from "./settings.ts";

/** The back-off of one container, which the kubelet keeps in memory. */
export interface CrashLoop {
  /** Delay before the next restart. */
  readonly delayMs: number;
  /** The back-off after this restart. */
  readonly next: CrashLoopState;
}

/** Delay of the last restart; `undefined` before the first failure. */
export type CrashLoopState = { readonly lastDelayMs: number } | undefined;

/**
 * The delay before the next restart of a container.
 *
 * @param state the back-off after the last restart
 * @param ranMs how long the container ran before it failed
 */
export function nextRestart(state: CrashLoopState, ranMs: number, settings: KubeletSettings): CrashLoop {
  const fresh = state === undefined || ranMs > settings.crashLoopResetMs;
  if (fresh && settings.crashLoopFirstRestart === "immediate") return { delayMs: 0, next: { lastDelayMs: 0 } };
  const delayMs =
    fresh || state.lastDelayMs === 0
      ? settings.crashLoopInitialMs
      : Math.min(state.lastDelayMs * 2, settings.crashLoopMaxMs);
  return { delayMs, next: { lastDelayMs: delayMs } };
}
