/** A pod in the scheduling queue, with the state of its attempts (framework `QueuedPodInfo`). */

import type { PodInfo } from "../pod-info.ts";

/** Where a pod waits. */
export type Place = "active" | "backoff" | "errorBackoff" | "pool" | "line" | "inFlight" | "nowhere";

const NO_PLUGINS: ReadonlySet<string> = new Set();

export class QueuedPod {
  /** The version for the next attempt. */
  pod: PodInfo;
  /** When it was added, or requeued after its last attempt. */
  sinceMs: number;
  /** Order of addition, which breaks ties. */
  readonly turn: number;
  attempts = 0;
  unschedulableCount = 0;
  consecutiveErrors = 0;
  /** The plugins that rejected it; none after an error. */
  rejectors: ReadonlySet<string> = NO_PLUGINS;
  /** The plugin that gates it. */
  gatedBy: string | undefined;
  place: Place = "nowhere";
  /** Its index in a heap. */
  heapIndex = -1;
  /** When its back-off ends; computed on demand. */
  backoffEndMs: number | undefined;
  /** The message of its last failure. */
  message = "";

  constructor(pod: PodInfo, sinceMs: number, turn: number) {
    this.pod = pod;
    this.sinceMs = sinceMs;
    this.turn = turn;
  }
}

/** Whether `a` comes first: by higher priority, then by longer wait (PrioritySort). */
export function goesFirst(a: QueuedPod, b: QueuedPod): boolean {
  const difference = a.pod.priority - b.pod.priority;
  if (difference !== 0) return difference > 0;
  return a.sinceMs < b.sinceMs || (a.sinceMs === b.sinceMs && a.turn < b.turn);
}
