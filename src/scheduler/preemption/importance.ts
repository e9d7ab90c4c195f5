/** Which of two pods is worth more: the higher priority, then the earlier start (`MoreImportantPod`). */

import type { PodInfo } from "../pod-info.ts";

/** Orders pods by importance, the most important first; a pod that has not started counts as starting now. */
export function byImportance(a: PodInfo, b: PodInfo): number {
  return b.priority - a.priority || compareStarts(a.startTime, b.startTime);
}

/** Orders starts from early to late. */
export function compareStarts(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}
