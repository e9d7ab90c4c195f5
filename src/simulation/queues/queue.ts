/** Queues like those of Kueue: a ClusterQueue with its flavours, and a LocalQueue of the same name per namespace. */

import type { ResourceList } from "../../api/scheduling-types.ts";
import type { StringMap } from "../../api/types.ts";

/** The label with the queue of a Job. */
export const QUEUE_LABEL = "kueue.x-k8s.io/queue-name";
/** The label with the priority class of a Job in its queue. */
export const PRIORITY_LABEL = "kueue.x-k8s.io/priority-class";
export const KUEUE = "kueue";

export const QUEUE_STRATEGIES = ["StrictFIFO", "BestEffortFIFO"] as const;
export type QueueStrategy = (typeof QUEUE_STRATEGIES)[number];

/** Which Jobs can be preempted for a Job that does not fit (`withinClusterQueue`). */
export const QUEUE_PREEMPTIONS = ["Never", "LowerPriority", "LowerOrNewerEqualPriority"] as const;
export type QueuePreemption = (typeof QUEUE_PREEMPTIONS)[number];

/** A kind of nodes, and its quota in the queue. */
export interface PlannedFlavor {
  readonly name: string;
  /** The node selector for its nodes. */
  readonly nodeLabels?: StringMap;
  /** `nominalQuota` of each resource. */
  readonly quota: ResourceList;
}

export interface PodsReadySettings {
  /** From the admission until all pods are ready. */
  readonly timeoutMs: number;
  /** Delay from the first eviction to the next admission; doubles each time. */
  readonly requeueAfterMs: number;
  /** Maximum number of requeues before the Job is deactivated; unlimited by default. */
  readonly limit?: number;
  /** Whether no other Job is admitted until all pods are ready. */
  readonly blocksAdmission: boolean;
}

export interface PlannedQueue {
  readonly name: string;
  readonly strategy: QueueStrategy;
  readonly preemption: QueuePreemption;
  /** In order of preference. */
  readonly flavors: readonly PlannedFlavor[];
  readonly podsReady?: PodsReadySettings;
}

/** The longest delay of a requeued Job (`requeuingBackoffMaxSeconds`). */
export const LONGEST_REQUEUE_MS = 3_600_000;
