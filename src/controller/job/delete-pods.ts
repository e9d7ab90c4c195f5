/** Deletes pods and updates counts and expectations accordingly (semantics 03, sections 5.1 and 6). */

import type { ApiError } from "../../apiserver/errors.ts";
import type { Answer } from "../../apiserver/requests.ts";
import type { Process } from "../process.ts";
import { hasTrackingFinalizer } from "./pod-facts.ts";
import { deletePod, removeTrackingFinalizer } from "./requests.ts";
import type { SyncContext } from "./sync-context.ts";
import type { TrackedPod } from "./tracked-pod.ts";

export interface Deletions {
  /** Number of pods that were deleted or already gone. */
  readonly deleted: number;
  readonly error: ApiError | undefined;
}

/** Deletes pods but keeps their finalizers, so that they are counted. */
export function* deletePods(context: SyncContext, victims: readonly TrackedPod[]): Process<Deletions> {
  if (victims.length === 0) return { deleted: 0, error: undefined };
  const answers = yield victims.map(({ pod }) => deletePod(pod));
  let deleted = 0;
  let error: ApiError | undefined;
  for (const [at, answer] of answers.entries()) {
    bookDeletion(context, victims[at], answer);
    if (answer.ok || answer.error.reason === "NotFound") deleted++;
    else error ??= answer.error;
  }
  return { deleted, error };
}

/**
 * Deletes surplus pods; their finalizer is removed first, so that they never count as failed.
 *
 * Upstream: `deleteJobPods`.
 *
 * Each pod has its own goroutine, which sends the two requests one after the other: without latency, one pod is done
 * before the next is started. Sets the expectation of the deletions and updates the counts of the context.
 */
export function* deleteSurplusPods(
  context: SyncContext,
  victims: readonly TrackedPod[],
): Process<ApiError | undefined> {
  const { env, key } = context;
  env.expectations.expectDeletions(key, victims.length);
  let removed = 0;
  const deletable: TrackedPod[] = [];
  let firstError: ApiError | undefined;
  for (const group of env.answersAtOnce ? asWorkersRun(victims) : [victims]) {
    const { failed, gone, error: patchError } = yield* releaseBeforeDeletion(context, group);
    const released = group.filter((pod) => !failed.has(pod) && !gone.has(pod));
    const { error: deleteError, refused } = yield* deleteReleased(context, released);
    removed += group.length - failed.size - refused.length;
    deletable.push(...released);
    firstError ??= patchError ?? deleteError;
  }
  // The real controller does not subtract ready pods that were gone before it could delete them.
  bookRemoval(context, removed, deletable);
  return firstError;
}

/** One group per goroutine, in the order in which Go runs goroutines that are started together: the last one first. */
function asWorkersRun(victims: readonly TrackedPod[]): readonly (readonly TrackedPod[])[] {
  return [...victims.slice(-1), ...victims.slice(0, -1)].map((pod) => [pod]);
}

/**
 * Updates the counts of pods for deletions, as far as the release does so in the same sync.
 *
 * @param removed number of pods that are no longer active
 * @param unready pods that are no longer ready, if they were
 */
export function bookRemoval(context: SyncContext, removed: number, unready: readonly TrackedPod[]): void {
  const { deletedAddsToTerminating, deletedLowersReady } = context.env.switches;
  context.active -= removed;
  if (deletedAddsToTerminating) context.terminating += removed;
  if (deletedLowersReady) context.ready -= unready.filter(({ ready }) => ready).length;
}

interface Releases {
  /** Pods whose finalizer could not be removed; they must not be deleted. */
  readonly failed: Set<TrackedPod>;
  /** Pods that no longer exist. */
  readonly gone: ReadonlySet<TrackedPod>;
  readonly error: ApiError | undefined;
}

function* releaseBeforeDeletion(context: SyncContext, victims: readonly TrackedPod[]): Process<Releases> {
  const failed = new Set<TrackedPod>();
  const gone = new Set<TrackedPod>();
  let error: ApiError | undefined;
  const withFinalizer = victims.filter(({ pod }) => hasTrackingFinalizer(pod));
  const answers = withFinalizer.length === 0 ? [] : yield withFinalizer.map(({ pod }) => removeTrackingFinalizer(pod));
  for (const [at, answer] of answers.entries()) {
    const pod = withFinalizer[at];
    if (answer.ok) {
      context.env.wrote(context.key, "pods", answer.object.metadata.resourceVersion);
      continue;
    }
    // The watch will not show a deletion by this sync.
    context.env.expectations.deletionObserved(context.key);
    if (pod === undefined) continue;
    if (answer.error.reason === "NotFound") gone.add(pod);
    else {
      failed.add(pod);
      error ??= answer.error;
    }
  }
  return { failed, gone, error };
}

function* deleteReleased(context: SyncContext, pods: readonly TrackedPod[]) {
  const refused: TrackedPod[] = [];
  let error: ApiError | undefined;
  const answers: readonly Answer[] = pods.length === 0 ? [] : yield pods.map(({ pod }) => deletePod(pod));
  for (const [at, answer] of answers.entries()) {
    const pod = pods[at];
    bookDeletion(context, pod, answer);
    if (answer.ok) continue;
    context.env.expectations.deletionObserved(context.key);
    if (pod !== undefined && answer.error.reason !== "NotFound") {
      refused.push(pod);
      error ??= answer.error;
    }
  }
  return { refused, error };
}

function bookDeletion({ env, job }: SyncContext, pod: TrackedPod | undefined, answer: Answer): void {
  const name = pod?.pod.metadata.name ?? "";
  if (answer.ok) {
    env.recordEvent(job, "Normal", "SuccessfulDelete", `Deleted pod: ${name}`);
  } else if (answer.error.reason !== "NotFound") {
    env.recordEvent(job, "Warning", "FailedDelete", `Error deleting: ${answer.error.message}`);
  }
}
