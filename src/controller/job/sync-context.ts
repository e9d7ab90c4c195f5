/** The state of one sync, passed from step to step. */

import type { IndexSet, ReadonlyIndexSet } from "../../api/index-set.ts";
import { fieldsOf, type StatusFields } from "../../api/job-status.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { Job, UncountedTerminatedPods } from "../../api/types.ts";
import { type BackoffRecord, NO_FAILURES, nextBackoffRecord } from "./backoff.ts";
import type { Verdict } from "./conditions.ts";
import type { SyncEnvironment } from "./environment.ts";
import type { JobPods } from "./job-pods.ts";
import { NO_INDEX } from "./pod-facts.ts";
import type { TrackedPod } from "./tracked-pod.ts";

/** The failed pod of each index whose release waits for a replacement, by index. */
export type DelayedPods = readonly (TrackedPod | undefined)[];

/** The indexes of an Indexed Job. */
export interface IndexState {
  readonly completions: number;
  /** Indexes that had succeeded when the sync began. */
  readonly storedSucceeded: ReadonlyIndexSet;
  readonly succeeded: ReadonlyIndexSet;
  /** Only with `backoffLimitPerIndex`. */
  readonly failed: IndexSet | undefined;
  readonly delayed: DelayedPods;
}

export interface SyncContext {
  readonly env: SyncEnvironment;
  readonly key: string;
  /** The Job in the cache when the sync began. */
  readonly initial: Job;
  /** `initial`, or the Job that the last status write of this sync returned. */
  job: Job;
  /** The status that the sync is about to write. */
  readonly status: StatusFields;
  /** When the Job started, in milliseconds since 1970; whole seconds in all syncs but the one that starts it. */
  startMs: number | undefined;
  readonly pods: JobPods;
  readonly expectationsSatisfied: boolean;
  /** Whether terminating pods are not failures yet, as replacements wait until pods have ended. */
  readonly onlyReplacesFailed: boolean;
  /** UIDs that were listed in `uncountedTerminatedPods` when the sync began. */
  readonly listedSucceeded: ReadonlySet<string>;
  readonly listedFailed: ReadonlySet<string>;
  /** Failed pods that are neither listed nor counted yet. */
  readonly newlyFailed: readonly TrackedPod[];
  readonly backoffRecord: BackoffRecord;
  /** Totals of counted, listed and newly seen pods. */
  succeededTotal: number;
  readonly failedTotal: number;
  active: number;
  ready: number;
  terminating: number;
  indexes: IndexState | undefined;
  verdict: Verdict | undefined;
  mustWrite: boolean;
  /** Whether the `Suspended` condition changed in this sync. */
  suspensionChanged: boolean;
  /** Whether this sync finished the Job with its only status write. */
  finishedAtOnce: boolean;
}

/**
 * Whether terminating pods are not failures yet, as replacements wait until pods have ended.
 *
 * Upstream: `onlyReplaceFailedPods`.
 */
export function onlyReplacesFailed(job: Job): boolean {
  return job.spec.podReplacementPolicy === "Failed" || job.spec.podFailurePolicy !== undefined;
}

/** Whether replacements are created only once terminating pods have ended. */
export function replacesAfterTermination({ job, env }: SyncContext): boolean {
  switch (env.switches.replaceAfterTermination) {
    case "never":
      return false;
    case "podFailurePolicy":
      return job.spec.podFailurePolicy !== undefined;
    case "full":
      return onlyReplacesFailed(job);
  }
}

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === "Indexed";
}

export function isSuspended(job: Job): boolean {
  return job.spec.suspend === true;
}

/** Whether the pod has a valid index; always true for a Job without indexes. */
export function hasValidIndex(job: Job, pod: TrackedPod): boolean {
  return !isIndexed(job) || (pod.index !== NO_INDEX && pod.index < (job.spec.completions ?? 0));
}

/**
 * Pods with the finalizer that count as failed: failed ones, and terminating ones unless `onlyReplacesFailed`.
 *
 * Upstream: `isPodFailed`.
 */
export function heldFailures(job: Job, { failedHeld, terminatingHeld }: JobPods): Iterable<TrackedPod> {
  if (terminatingHeld.size === 0 || onlyReplacesFailed(job)) return failedHeld;
  return failedHeld.size === 0 ? terminatingHeld : [...failedHeld, ...terminatingHeld];
}

/**
 * Reads the state of a Job and its pods into a context, and adds up the finished pods.
 *
 * Upstream: `syncJobCtx` and `getNewFinishedPods`.
 */
export function openContext(env: SyncEnvironment, key: string, job: Job, expectationsSatisfied: boolean): SyncContext {
  const pods = env.pods.ofController(job.metadata.uid);
  const { status } = job;
  const draft = fieldsOf(status);
  const uncounted: UncountedTerminatedPods = status.uncountedTerminatedPods ?? {};
  draft.uncountedTerminatedPods = uncounted;
  const listedSucceeded = setOf(uncounted.succeeded);
  const listedFailed = setOf(uncounted.failed);
  const newlyFailed: TrackedPod[] = [];
  for (const pod of heldFailures(job, pods)) {
    if (!listedFailed.has(pod.uid) && hasValidIndex(job, pod)) newlyFailed.push(pod);
  }
  const newlySucceeded = countNewlySucceeded(job, pods, listedSucceeded);
  const ignored = newlyFailed.reduce((count, pod) => count + Number(isIgnored(job, pod)), 0);
  return {
    env,
    key,
    initial: job,
    job,
    status: draft,
    startMs: status.startTime === undefined ? undefined : parseTimestamp(status.startTime),
    pods,
    expectationsSatisfied,
    onlyReplacesFailed: onlyReplacesFailed(job),
    listedSucceeded,
    listedFailed,
    newlyFailed,
    backoffRecord: nextBackoffRecord(env.backoff.get(key) ?? NO_FAILURES, {
      anySucceeded: newlySucceeded > 0,
      latestSuccessMs: () => latestSuccessMs(job, pods, listedSucceeded),
      failureTimesMs: newlyFailed.map(({ finishMs }) => finishMs),
    }),
    succeededTotal: (status.succeeded ?? 0) + newlySucceeded + listedSucceeded.size,
    failedTotal: (status.failed ?? 0) + newlyFailed.length - ignored + listedFailed.size,
    active: pods.active.size,
    ready: pods.ready,
    terminating: pods.terminating.size,
    indexes: undefined,
    verdict: undefined,
    mustWrite: false,
    suspensionChanged: false,
    finishedAtOnce: false,
  };
}

const NO_UIDS: ReadonlySet<string> = new Set();

function setOf(uids: readonly string[] | undefined): ReadonlySet<string> {
  return uids === undefined ? NO_UIDS : new Set(uids);
}

/** Whether the pod failure policy ignores the failure of the pod. */
export function isIgnored(job: Job, pod: TrackedPod): boolean {
  return pod.policyMatch(job.spec.podFailurePolicy)?.action === "Ignore";
}

function countNewlySucceeded(job: Job, pods: JobPods, listed: ReadonlySet<string>): number {
  let count = 0;
  if (isIndexed(job)) {
    for (const pod of pods.succeededHeld) if (!listed.has(pod.uid) && hasValidIndex(job, pod)) count++;
    return count;
  }
  count = pods.succeededHeld.size;
  for (const uid of listed) {
    const pod = pods.get(uid);
    if (pod !== undefined && pods.succeededHeld.has(pod)) count--;
  }
  return count;
}

function latestSuccessMs(job: Job, pods: JobPods, listed: ReadonlySet<string>): number {
  let latestMs = Number.NEGATIVE_INFINITY;
  for (const pod of pods.succeededHeld) {
    if (!listed.has(pod.uid) && hasValidIndex(job, pod)) latestMs = Math.max(latestMs, pod.finishMs);
  }
  return latestMs;
}
