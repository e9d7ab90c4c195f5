/** Completion indexes of a Job: succeeded, failed, delayed and pending ones (semantics 06). */

import { IndexSet, parseIndexes, type ReadonlyIndexSet } from "../../api/index-set.ts";
import type { Job } from "../../api/types.ts";
import type { JobPods } from "./job-pods.ts";
import { NO_INDEX } from "./pod-facts.ts";
import { type DelayedPods, heldFailures, type IndexState, isIgnored } from "./sync-context.ts";
import type { TrackedPod } from "./tracked-pod.ts";

const NONE_DELAYED: DelayedPods = [];

/** Reads the index state of an Indexed Job from its status and its pods. */
export function readIndexState(job: Job, pods: JobPods): IndexState {
  const { completions = 0, backoffLimitPerIndex } = job.spec;
  const storedSucceeded = parseIndexes(job.status.completedIndexes ?? "", completions);
  const succeeded = withSucceeded(storedSucceeded, pods, completions);
  const failed =
    backoffLimitPerIndex === undefined ? undefined : failedIndexes(job, pods, completions, backoffLimitPerIndex);
  const delayed = failed === undefined ? NONE_DELAYED : delayedPods(job, pods, succeeded, failed);
  return { completions, storedSucceeded, succeeded, failed, delayed };
}

/** Upstream: `calculateSucceededIndexes`. */
function withSucceeded(stored: ReadonlyIndexSet, pods: JobPods, completions: number): ReadonlyIndexSet {
  let grown: IndexSet | undefined;
  for (const { index } of pods.succeededHeld) {
    if (!isInRange(index, completions) || stored.has(index)) continue;
    grown ??= stored.clone();
    grown.add(index);
  }
  return grown ?? stored;
}

function isInRange(index: number, completions: number): boolean {
  return index !== NO_INDEX && index < completions;
}

/**
 * The stored failed indexes, and those that have reached their limit or match a FailIndex rule.
 *
 * Upstream: `calculateFailedIndexes`.
 */
function failedIndexes(job: Job, pods: JobPods, completions: number, limitPerIndex: number): IndexSet {
  const failed = parseIndexes(job.status.failedIndexes ?? "", completions).clone();
  for (const pod of heldFailures(job, pods)) {
    if (!isInRange(pod.index, completions) || failed.has(pod.index)) continue;
    if (failsIndex(job, pod, limitPerIndex)) failed.add(pod.index);
  }
  return failed;
}

function failsIndex(job: Job, pod: TrackedPod, limitPerIndex: number): boolean {
  const action = pod.policyMatch(job.spec.podFailurePolicy)?.action;
  if (action === "FailIndex") return true;
  return action !== "Ignore" && pod.indexFailures.counted >= limitPerIndex;
}

/**
 * For each index that will be retried, the failed pod with its failure counts: it is released and counted only when its
 * replacement is seen. Upstream: `getPodsWithDelayedDeletionPerIndex`.
 */
function delayedPods(job: Job, pods: JobPods, succeeded: ReadonlyIndexSet, failed: IndexSet): DelayedPods {
  const { completions = 0 } = job.spec;
  const delayed: (TrackedPod | undefined)[] = [];
  for (const pod of heldFailures(job, pods)) {
    const { index } = pod;
    if (!isInRange(index, completions) || succeeded.has(index) || failed.has(index)) continue;
    if (pods.activeIndexes.has(index)) continue;
    const chosen = delayed[index];
    if (chosen === undefined || isLater(pod, chosen)) delayed[index] = pod;
  }
  return delayed;
}

function isLater(pod: TrackedPod, chosen: TrackedPod): boolean {
  return failuresSoFar(pod) >= failuresSoFar(chosen) && pod.finishMs >= chosen.finishMs;
}

/** Failures of the index before this pod, including ignored ones. */
export function failuresSoFar(pod: TrackedPod): number {
  const { counted, ignored } = pod.indexFailures;
  return counted + ignored;
}

/** The failure counts for the replacement of a failed pod: one more than the pod has. */
export function inheritedFailures(job: Job, delayed: TrackedPod | undefined) {
  if (delayed === undefined) return { counted: 0, ignored: 0 };
  const { counted, ignored } = delayed.indexFailures;
  return isIgnored(job, delayed) ? { counted, ignored: ignored + 1 } : { counted: counted + 1, ignored };
}

/**
 * The lowest indexes that have no result and no pod, at most `count` of them. Upstream: `firstPendingIndexes`.
 *
 * @param spareTerminating whether a terminating pod still occupies its index
 */
export function firstPendingIndexes(
  pods: JobPods,
  indexes: IndexState,
  count: number,
  spareTerminating: boolean,
): number[] {
  const occupied: ReadonlyIndexSet[] = [indexes.succeeded, pods.activeIndexes];
  if (indexes.failed !== undefined) occupied.push(indexes.failed);
  if (spareTerminating && pods.terminating.size > 0) {
    const terminating = new IndexSet();
    for (const { index } of pods.terminating) if (isInRange(index, indexes.completions)) terminating.add(index);
    occupied.push(terminating);
  }
  const pending: number[] = [];
  for (
    let index = firstInNone(occupied, 0);
    index < indexes.completions && pending.length < count;
    index = firstInNone(occupied, index + 1)
  ) {
    pending.push(index);
  }
  return pending;
}

/** The lowest index at or above `from` that is in none of the sets. */
function firstInNone(sets: readonly ReadonlyIndexSet[], from: number): number {
  let index = from;
  for (let agreed = 0, at = 0; agreed < sets.length; at = (at + 1) % sets.length) {
    const next = sets[at]?.firstMissingFrom(index) ?? index;
    agreed = next === index ? agreed + 1 : 1;
    index = next;
  }
  return index;
}
