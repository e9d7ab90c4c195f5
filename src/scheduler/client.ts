/** What the scheduler asks of the world around it. */

import type { PodInfo } from "./pod-info.ts";

/** The condition PodScheduled=False. */
export interface FailedCondition {
  readonly reason: "Unschedulable" | "SchedulerError";
  readonly message: string;
}

/** What a write to a pod's status changes; what is absent stays. */
export interface StatusPatch {
  readonly condition?: FailedCondition;
  /** Empty takes the nomination away. */
  readonly nominatedNodeName?: string;
}

/** Requests to the API server. Each takes effect at once, and the scheduler learns of it like everybody else. */
export interface SchedulerClient {
  /** Binds a pod to a node; returns what went wrong. */
  bind(pod: PodInfo, nodeName: string): "bound" | "notFound";
  patchStatus(pod: PodInfo, patch: StatusPatch): void;
  /** Marks a victim with DisruptionTarget. */
  markDisrupted(pod: PodInfo, message: string): void;
  /** Deletes a victim with its own grace period. */
  deletePod(pod: PodInfo): void;
  event(pod: PodInfo, event: SchedulerEvent): void;
}

export interface SchedulerEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: "Scheduled" | "FailedScheduling" | "Preempted";
  readonly action: "Binding" | "Scheduling" | "Preempting";
  readonly note: string;
}

/** Time as the scheduler sees it. */
export interface SchedulerClock {
  readonly nowMs: number;
  schedule(atMs: number, action: () => void): void;
}
