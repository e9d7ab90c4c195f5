/** What the scheduler needs from its environment. */

import type { PodInfo } from "./pod-info.ts";

/** The condition PodScheduled=False. */
export interface FailedCondition {
  readonly reason: "Unschedulable" | "SchedulerError";
  readonly message: string;
}

/** A patch of the status of a pod; absent fields do not change. */
export interface StatusPatch {
  readonly condition?: FailedCondition;
  /** Empty to clear the nomination. */
  readonly nominatedNodeName?: string;
}

/** Requests to the API server. They take effect at once; the scheduler sees the changes through its watch. */
export interface SchedulerClient {
  /** Whether it records the event of each binding; a large run spares the text. */
  readonly recordsBindings: boolean;
  /** Binds a pod to a node. */
  bind(pod: PodInfo, nodeName: string): "bound" | "notFound";
  patchStatus(pod: PodInfo, patch: StatusPatch): void;
  /** Adds the condition DisruptionTarget to a victim. */
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

/** The clock of the scheduler. */
export interface SchedulerClock {
  readonly nowMs: number;
  schedule(atMs: number, action: () => void): void;
}
