/**
 * Differences between Kubernetes releases in the Job controller, as named switches.
 *
 * Values are words, so that they read well in a table and on a command line. What each switch does, since when, and
 * what changed it upstream is described in `simulation/releases/catalog.ts`.
 */

import type { EventBudget } from "../../apiserver/event-correlator.ts";

/** Queue, retries and back-off (semantics 10, sections 1.1 and 2). */
export interface QueueSwitches {
  /** Delay before the sync for an update that does not change the generation of a Job. */
  readonly jobUpdateDelay: "none" | "1s";
  /** What an update of a finished Job triggers: a sync without effect, a clean-up of its pods, or both. */
  readonly finishedJobUpdate: "sync" | "syncAndCleanUp" | "cleanUp";
  /** Delay before the sync for a pod that turns Failed: the retry delay of the key, or the batch period. */
  readonly podFailedEventDelay: "retries" | "1s";
  /** First and longest retry delay after an error, in both queues. */
  readonly errorRetry: "10s-360s" | "1s-60s";
  /** What resets the retry count of a key: a new success, or any sync without an error. */
  readonly retryReset: "progress" | "cleanSync";
  /** Whether a sync that counts a new failure ends with an error. */
  readonly newFailureIsError: boolean;
  /** What a conflict of the status write does: add the key again at once, or count as an error like any other. */
  readonly conflict409: "requeue" | "error";
  /** What delays replacements: only the delay of the sync, or the finish times of failed pods. */
  readonly backoffSource: "retries" | "finishTime";
  /** The longest back-off. */
  readonly backoffCap: "360s" | "600s";
  /** The shortest delay before a Job in back-off is synced again. */
  readonly backoffRecheckMin: "none" | "1s";
  /** The value of `active` while a back-off blocks all creations. */
  readonly activeDuringBackoff: "real" | "zero";
  /** Whether the finish time of a pod includes its sidecars. */
  readonly sidecarFinishTime: boolean;
  /** Whether restarts of sidecars affect which pods are deleted first. */
  readonly sidecarDeletionOrder: boolean;
  /** Whether creations are expected before or after the indexes are chosen. */
  readonly creationExpectation: "early" | "late";
  /** Whether the controller remembers the Jobs that it finished until its cache shows them as finished. */
  readonly finishedMemory: boolean;
  /** Whether a sync fails if the caches lack the controller's own writes. */
  readonly cacheConsistency: boolean;
  /** Whether the deletion of a Job resets its back-off. */
  readonly deleteDropsBackoff: boolean;
  /** How a controller reference is compared with a Job: by UID only, or by kind and name as well. */
  readonly podOwnerMatch: "uid" | "kindNameUid";
  /** How pods of a finished or deleted Job are cleaned up: pod by pod by a single worker, or by selector. */
  readonly orphanQueue: "perPod" | "perSelector";
  /** Whether the clean-up leaves pods alone whose controller is not a Job. */
  readonly orphanRespectsOthers: boolean;
}

/** Verdicts, counting and status fields (semantics 10, sections 1.2 and 3). */
export interface StatusSwitches {
  /** Whether the limit is only checked if there is a new failure and the number of active pods is not `parallelism`. */
  readonly backoffLimitCheck: "guarded" | "plain";
  /** Which failures set the condition `FailureTarget` first. */
  readonly failureTarget: "never" | "failJob" | "all";
  /** Whether success sets the condition `SuccessCriteriaMet` first. */
  readonly successCriteriaMet: boolean;
  /** Reason and message of `Complete`. */
  readonly completeReason: "empty" | "CompletionsReached";
  /** Whether `Complete` and `Failed` wait until no pod is terminating. */
  readonly terminalConditionDelay: boolean;
  /** Whether running and terminating pods count as failed when the Job completes. */
  readonly completionCountsRest: boolean;
  /** Whether a sync that left pods uncounted because of the cap cannot finish the Job. */
  readonly capBlocksFinish: boolean;
  /** Whether the last Events are recorded before the write that finishes the Job. */
  readonly finishEventBeforeWrite: boolean;
  /** Whether the status has the field `terminating`. */
  readonly terminatingField: boolean;
  /** Whether pods that a sync deletes raise `terminating` in its own write. */
  readonly deletedAddsToTerminating: boolean;
  /** Whether pods that a sync deletes lower `ready` in its own write. */
  readonly deletedLowersReady: boolean;
  /**
   * Whether replacements wait for terminating pods: never, with a `podFailurePolicy`, or with a `podFailurePolicy` or
   * `podReplacementPolicy: Failed`.
   */
  readonly replaceAfterTermination: "never" | "podFailurePolicy" | "full";
  /** Whether suspending a Job clears its `startTime`. */
  readonly suspendClearsStartTime: boolean;
}

/** Events of a Job. */
export interface EventSwitches {
  /** Whether a burst of Normal Events uses up the budget of Warnings about the same Job. */
  readonly eventBudget: EventBudget;
}

/** Metadata of the pods of a Job (semantics 10, section 4.2). */
export interface PodSwitches {
  /** Whether pods of Indexed Jobs have their index as a label, from which `JOB_COMPLETION_INDEX` is then read. */
  readonly indexLabelOnPods: boolean;
}

export interface JobControllerSwitches extends QueueSwitches, StatusSwitches, EventSwitches, PodSwitches {}
