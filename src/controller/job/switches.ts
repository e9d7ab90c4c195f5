/**
 * What differs between Kubernetes releases in the Job controller, as named switches.
 *
 * Values are words, so that they read well in a table and on a command line. What each switch does, since when, and
 * what changed it upstream is described in `simulation/releases/catalog.ts`.
 */

import type { EventBudget } from "../../apiserver/event-correlator.ts";

/** Queue, retries and back-off (semantics 10, sections 1.1 and 2). */
export interface QueueSwitches {
  /** How long an update of a Job that leaves its generation alone waits for its sync. */
  readonly jobUpdateDelay: "none" | "1s";
  /** What an update of a finished Job leads to: a sync without effect, a clean-up of its pods, or both. */
  readonly finishedJobUpdate: "sync" | "syncAndCleanUp" | "cleanUp";
  /** How long a pod that turns Failed waits for its sync: what the key's retries have earned, or the batch period. */
  readonly podFailedEventDelay: "retries" | "1s";
  /** First and longest delay before a sync is repeated after an error, in both queues. */
  readonly errorRetry: "10s-360s" | "1s-60s";
  /** What sets a key's count of retries back: a new success, or any sync without error. */
  readonly retryReset: "progress" | "cleanSync";
  /** Whether a sync that counts a new failure ends with an error. */
  readonly newFailureIsError: boolean;
  /** A status write onto an outdated Job: the key is added again at once, or it is an error like any other. */
  readonly conflict409: "requeue" | "error";
  /** What holds replacements back: only the delay of the sync itself, or the finish times of failed pods. */
  readonly backoffSource: "retries" | "finishTime";
  /** The longest back-off. */
  readonly backoffCap: "360s" | "600s";
  /** The shortest delay after which a Job in back-off is looked at again. */
  readonly backoffRecheckMin: "none" | "1s";
  /** What is reported as `active` while a back-off blocks all creations. */
  readonly activeDuringBackoff: "real" | "zero";
  /** Whether the finish time of a pod waits for its side-cars. */
  readonly sidecarFinishTime: boolean;
  /** Whether restarts of side-cars decide which pods are removed first. */
  readonly sidecarDeletionOrder: boolean;
  /** Whether the creations to come are expected before or after the indexes are chosen. */
  readonly creationExpectation: "early" | "late";
  /** Whether the controller remembers which Jobs it finished until it sees them finished. */
  readonly finishedMemory: boolean;
  /** Whether a sync refuses to work on caches that lack the controller's own writes. */
  readonly cacheConsistency: boolean;
  /** Whether the deletion of a Job is enough to forget its back-off. */
  readonly deleteDropsBackoff: boolean;
  /** What makes a pod the Job's: the UID in its controller reference, or kind and name as well. */
  readonly podOwnerMatch: "uid" | "kindNameUid";
  /** How pods of a finished or deleted Job are cleaned up: one by one by one worker, or by selector. */
  readonly orphanQueue: "perPod" | "perSelector";
  /** Whether the clean-up leaves pods alone that something else than a Job controls. */
  readonly orphanRespectsOthers: boolean;
}

/** Verdicts, counting and what a status holds (semantics 10, sections 1.2 and 3). */
export interface StatusSwitches {
  /**
   * Whether the limit is looked at only when a new failure comes and the number of active pods is not `parallelism`.
   */
  readonly backoffLimitCheck: "guarded" | "plain";
  /** Which failures are announced by the condition `FailureTarget`. */
  readonly failureTarget: "never" | "failJob" | "all";
  /** Whether success is announced by the condition `SuccessCriteriaMet`. */
  readonly successCriteriaMet: boolean;
  /** Reason and message of `Complete`. */
  readonly completeReason: "empty" | "CompletionsReached";
  /** Whether `Complete` and `Failed` wait until no pod is terminating. */
  readonly terminalConditionDelay: boolean;
  /** Whether pods that still run, or are being deleted, count as failed when the Job completes. */
  readonly completionCountsRest: boolean;
  /** Whether a sync that had to leave pods uncounted cannot finish the Job. */
  readonly capBlocksFinish: boolean;
  /** Whether the last Events come before the write that finishes the Job. */
  readonly finishEventBeforeWrite: boolean;
  /** Whether the status says how many pods are terminating. */
  readonly terminatingField: boolean;
  /** Whether pods that a sync deletes raise `terminating` in its own write. */
  readonly deletedAddsToTerminating: boolean;
  /** Whether pods that a sync deletes lower `ready` in its own write. */
  readonly deletedLowersReady: boolean;
  /**
   * Whether replacements wait for terminating pods: never, with a
   * `podFailurePolicy`, or also by `podReplacementPolicy`.
   */
  readonly replaceAfterTermination: "never" | "podFailurePolicy" | "full";
  /** Whether suspending a Job takes its `startTime` away. */
  readonly suspendClearsStartTime: boolean;
}

/** What is reported of a Job besides its status. */
export interface EventSwitches {
  /** Whether a burst of Normal Events uses up the budget of Warnings about the same Job. */
  readonly eventBudget: EventBudget;
}

/** What a pod of a Job carries (semantics 10, section 4.2). */
export interface PodSwitches {
  /** Whether pods of Indexed Jobs have their index as a label, which then feeds `JOB_COMPLETION_INDEX`. */
  readonly indexLabelOnPods: boolean;
}

export interface JobControllerSwitches extends QueueSwitches, StatusSwitches, EventSwitches, PodSwitches {}
