/** How late a controller may be without violating anything. */

import type { Ledger } from "./ledger.ts";

/** The longest wait between two attempts of a failing sync, and the pause in which events gather. */
const RETRY_MS = 61_000;
/** Expectations that are never fulfilled expire after this time. */
const EXPECTATIONS_MS = 301_000;
/** So long after the last thing that went wrong the controller may still be held up by it. */
export const AFTERMATH_MS = RETRY_MS + EXPECTATIONS_MS;

/** Whether a controller may still act on what it took for failed, because an answer was lost. */
export function mayMissAnswers(ledger: Ledger): boolean {
  return ledger.nowMs <= ledger.lostUntilMs + AFTERMATH_MS;
}

/** A view needs this many rounds of lag and latency to see the effects of its own writes. */
const ROUNDS = 4;

/**
 * The time that a controller has from an instant on: only the batching of events if all is well, and the longest retry
 * after a call failed or the process was down.
 */
export function leewayMs(ledger: Ledger, sinceMs: number): number {
  if (!ledger.running) return Number.POSITIVE_INFINITY;
  const viewMs = ROUNDS * (ledger.knownAfterMs + 1_000);
  if (ledger.lastDisturbedMs === Number.NEGATIVE_INFINITY) return viewMs + (ledger.knownAfterMs > 0 ? RETRY_MS : 0);
  return viewMs + RETRY_MS + EXPECTATIONS_MS + Math.max(0, ledger.lastDisturbedMs - sinceMs);
}
