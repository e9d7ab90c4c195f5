/** Compares the importance of pods: higher priority first, then earlier start (`MoreImportantPod`). */

import type { PodInfo } from "../pod-info.ts";

/** Most important first; pods that have not started come after those that have. */
export function byImportance(a: PodInfo, b: PodInfo): number {
  return b.priority - a.priority || compareStarts(a.startTime, b.startTime);
}

/** Earlier first; `undefined` last. */
export function compareStarts(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}
