/** Queues as Kueue has them: a ClusterQueue with its flavours, and the LocalQueue of that name in every namespace. */

import type { ResourceList } from "../../api/scheduling-types.ts";
import type { StringMap } from "../../api/types.ts";

/** Which queue a Job is for. */
export const QUEUE_LABEL = "kueue.x-k8s.io/queue-name";
/** Its priority in the queue: the name of a class. */
export const PRIORITY_LABEL = "kueue.x-k8s.io/priority-class";
export const KUEUE = "kueue";

export const QUEUE_STRATEGIES = ["StrictFIFO", "BestEffortFIFO"] as const;
export type QueueStrategy = (typeof QUEUE_STRATEGIES)[number];

/** Who may be driven out for a Job that does not fit (`withinClusterQueue`). */
export const QUEUE_PREEMPTIONS = ["Never", "LowerPriority", "LowerOrNewerEqualPriority"] as const;
export type QueuePreemption = (typeof QUEUE_PREEMPTIONS)[number];

/** A kind of nodes, and how much of it the queue may use. */
export interface PlannedFlavor {
  readonly name: string;
  /** What pods select its nodes by. */
  readonly nodeLabels?: StringMap;
  /** `nominalQuota` of each resource. */
  readonly quota: ResourceList;
}

export interface PodsReadySettings {
  /** From the admission until all pods are ready. */
  readonly timeoutMs: number;
  /** From the first eviction to the next try; it doubles each time. */
  readonly requeueAfterMs: number;
  /** Evictions after which the Job is given up; absent for no end. */
  readonly limit?: number;
  /** Whether nobody else is admitted until all pods are ready. */
  readonly blocksAdmission: boolean;
}

export interface PlannedQueue {
  readonly name: string;
  readonly strategy: QueueStrategy;
  readonly preemption: QueuePreemption;
  /** In the order in which they are tried. */
  readonly flavors: readonly PlannedFlavor[];
  readonly podsReady?: PodsReadySettings;
}

/** A requeued Job waits no longer than this (`requeuingBackoffMaxSeconds`). */
export const LONGEST_REQUEUE_MS = 3_600_000;
