/** A pod in the scheduling queue, with what is remembered of its attempts (framework `QueuedPodInfo`). */

import type { PodInfo } from "../pod-info.ts";

/** Where a pod waits. */
export type Place = "active" | "backoff" | "errorBackoff" | "pool" | "line" | "inFlight" | "nowhere";

const NO_PLUGINS: ReadonlySet<string> = new Set();

export class QueuedPod {
  /** The version that the next attempt looks at. */
  pod: PodInfo;
  /** When it came, or came back from its last attempt. */
  sinceMs: number;
  /** Among pods of one instant, who came first. */
  readonly turn: number;
  attempts = 0;
  unschedulableCount = 0;
  consecutiveErrors = 0;
  /** The plugins that refused it; none after an error. */
  rejectors: ReadonlySet<string> = NO_PLUGINS;
  /** The plugin that does not let it into the queue. */
  gatedBy: string | undefined;
  place: Place = "nowhere";
  /** Its place in a heap. */
  heapIndex = -1;
  /** When its back-off is over, worked out when asked. */
  backoffEndMs: number | undefined;
  /** What it was told last. */
  message = "";

  constructor(pod: PodInfo, sinceMs: number, turn: number) {
    this.pod = pod;
    this.sinceMs = sinceMs;
    this.turn = turn;
  }
}

/** Who is tried first: the higher priority, then who waits longer (PrioritySort). */
export function goesFirst(a: QueuedPod, b: QueuedPod): boolean {
  const difference = a.pod.priority - b.pod.priority;
  if (difference !== 0) return difference > 0;
  return a.sinceMs < b.sinceMs || (a.sinceMs === b.sinceMs && a.turn < b.turn);
}
