/** The back-off of a pod after a failed attempt (`backoffQueue`). */

import type { SchedulerSwitches } from "../switches.ts";
import type { QueuedPod } from "./queued-pod.ts";

export interface BackoffSettings {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** Defaults of the scheduler's configuration (`podInitialBackoffSeconds`, `podMaxBackoffSeconds`). */
export const DEFAULT_BACKOFF: BackoffSettings = { initialMs: 1000, maxMs: 10_000 };

/** Back-offs end on whole seconds, so that pods of the same second are ordered by priority. */
export const WINDOW_MS = 1000;

/** The back-off after `count` failures: doubles up to the maximum; 0 without failures. */
export function backoffOf(count: number, { initialMs, maxMs }: BackoffSettings): number {
  if (count === 0) return 0;
  return Math.min(maxMs, initialMs * 2 ** (count - 1));
}

/** When the back-off of a pod ends; `undefined` if it has not failed. */
export function backoffEnd(
  item: QueuedPod,
  settings: BackoffSettings,
  switches: SchedulerSwitches,
): number | undefined {
  const count = failuresOf(item, switches);
  if (count === 0 || settings.maxMs === 0) return undefined;
  item.backoffEndMs ??= toWindow(item.sinceMs + backoffOf(count, settings), switches);
  return item.backoffEndMs;
}

/** Whether a pod is backing off; this includes the whole window in which its back-off ends. */
export function isBackingOff(
  item: QueuedPod,
  nowMs: number,
  settings: BackoffSettings,
  switches: SchedulerSwitches,
): boolean {
  const endMs = backoffEnd(item, settings, switches);
  if (endMs === undefined) return false;
  return switches.popFromBackoffQ ? endMs >= toWindow(nowMs, switches) : endMs > nowMs;
}

function failuresOf(item: QueuedPod, { backoffCounts }: SchedulerSwitches): number {
  if (backoffCounts === "attempts") return item.attempts;
  return item.consecutiveErrors > 0 ? item.consecutiveErrors : item.unschedulableCount;
}

function toWindow(instantMs: number, { popFromBackoffQ }: SchedulerSwitches): number {
  return popFromBackoffQ ? Math.floor(instantMs / WINDOW_MS) * WINDOW_MS : instantMs;
}
