/** Which changes enqueue a Job, and when (semantics 03, section 2). */

import { isFinished } from "../../api/finished-job.ts";
import { secondsToDurationMs } from "../../api/go-duration.ts";
import { matchesSelector } from "../../api/selector.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { Job, Pod } from "../../api/types.ts";
import type { Collection } from "../../apiserver/collection.ts";
import type { JobCommit, PodCommit } from "../../apiserver/log.ts";
import type { Expectations } from "../expectations.ts";
import type { WorkQueue } from "../work-queue.ts";
import { SYNC_BATCH_PERIOD_MS } from "./constants.ts";
import type { OrphanWork } from "./orphans.ts";
import { controllerOf, hasTrackingFinalizer } from "./pod-facts.ts";
import type { JobControllerSwitches } from "./switches.ts";

/** What the triggers act on. */
export interface TriggerTargets {
  readonly switches: JobControllerSwitches;
  readonly jobs: Collection<Job>;
  readonly queue: WorkQueue;
  readonly expectations: Expectations;
  readonly instantMs: () => number;
  readonly enqueueOrphans: (work: OrphanWork) => void;
  readonly dropBackoff: (key: string) => void;
  /** The pods that a Job controls, as the cache has them. */
  readonly podsOf: (jobUid: string) => Iterable<Pod>;
}

// Pod events come in bursts for one Job: the next key is nearly always the same as the last one.
let lastJob: Job | undefined;
let lastKey = "";

/** The key of a Job in the work queue. */
export function keyOf(job: Job): string {
  if (job !== lastJob) {
    lastJob = job;
    lastKey = `${job.metadata.namespace}/${job.metadata.name}`;
  }
  return lastKey;
}

/** Handles a Job that existed when the controller started, as if it had been added. */
export function onJobListed({ queue }: TriggerTargets, job: Job): void {
  queue.add(keyOf(job));
}

/**
 * Handles a Job that was added, changed or deleted; the cache already has the change.
 *
 * Upstream: `addJob`, `updateJob` and `deleteJob`.
 */
export function onJobCommit(targets: TriggerTargets, { type, object: job, previous }: JobCommit): void {
  const { switches, queue } = targets;
  const key = keyOf(job);
  if (type === "ADDED" || previous === undefined) {
    onJobListed(targets, job);
    return;
  }
  if (type === "DELETED") {
    queue.add(key);
    if (switches.deleteDropsBackoff) targets.dropBackoff(key);
    enqueueOrphansOf(targets, job);
    return;
  }
  const finished = isFinished(job);
  if (finished && switches.finishedJobUpdate !== "sync") enqueueOrphansOf(targets, job);
  if (!finished || switches.finishedJobUpdate !== "cleanUp") {
    enqueueUpdate(targets, key, job.metadata.generation === previous.metadata.generation);
  }
  rescheduleDeadline(targets, job, previous);
}

function enqueueUpdate({ queue, switches }: TriggerTargets, key: string, isSameSpec: boolean): void {
  if (!isSameSpec) queue.add(key);
  else if (switches.jobUpdateDelay === "none") queue.addPromptly(key);
  else queue.addAfter(key, SYNC_BATCH_PERIOD_MS);
}

/** Enqueues the clean-up of pods that a finished or deleted Job leaves behind. */
function enqueueOrphansOf(targets: TriggerTargets, job: Job): void {
  const { namespace, uid } = job.metadata;
  const { selector } = job.spec;
  if (targets.switches.orphanQueue === "perSelector") {
    targets.enqueueOrphans({ kind: "selector", namespace, jobUid: uid, selector });
    return;
  }
  for (const pod of targets.podsOf(uid)) {
    if (hasTrackingFinalizer(pod) && matchesSelector(selector, pod.metadata.labels)) enqueueOrphan(targets, pod);
  }
}

/** Schedules a sync for a deadline that is added or changed while the Job runs. */
function rescheduleDeadline(targets: TriggerTargets, job: Job, previous: Job): void {
  const { activeDeadlineSeconds } = job.spec;
  const { startTime } = job.status;
  if (startTime === undefined || activeDeadlineSeconds === undefined || isFinished(job)) return;
  if (previous.spec.activeDeadlineSeconds === activeDeadlineSeconds) return;
  const deadlineMs = parseTimestamp(startTime) + secondsToDurationMs(activeDeadlineSeconds);
  targets.queue.addAfter(keyOf(job), deadlineMs - targets.instantMs());
}

/** Handles a pod that existed when the controller started, as if it had been added. */
export function onPodListed(targets: TriggerTargets, pod: Pod): void {
  if (pod.metadata.deletionTimestamp !== undefined) onPodDeletion(targets, pod, false);
  else onPodAdded(targets, pod);
}

/** Handles a pod that was added, changed or deleted. */
export function onPodCommit(targets: TriggerTargets, { type, object: pod, previous }: PodCommit): void {
  // A repeated watch event or a resync; the real handler compares resource versions.
  if (pod === previous && type === "MODIFIED") return;
  if (type === "DELETED") onPodDeletion(targets, previous ?? pod, true);
  else if (previous === undefined || pod.metadata.deletionTimestamp !== undefined) onPodListed(targets, pod);
  else onPodUpdated(targets, pod, previous);
}

/** Upstream: `addPod`. */
function onPodAdded(targets: TriggerTargets, pod: Pod): void {
  if (controllerOf(pod) === undefined) {
    onOrphanSeen(targets, pod, true);
    return;
  }
  const job = controllingJob(targets, pod);
  if (job === undefined) return;
  const key = keyOf(job);
  targets.expectations.creationObserved(key);
  targets.queue.addAfter(key, SYNC_BATCH_PERIOD_MS);
}

/** Upstream: `updatePod`. */
function onPodUpdated(targets: TriggerTargets, pod: Pod, previous: Pod): void {
  const ownersChanged =
    pod.metadata.ownerReferences !== previous.metadata.ownerReferences &&
    controllerOf(pod)?.uid !== controllerOf(previous)?.uid;
  if (ownersChanged) enqueueBatched(targets, controllingJob(targets, previous));
  if (controllerOf(pod) !== undefined) {
    enqueueUpdated(targets, controllingJob(targets, pod), pod, previous);
    return;
  }
  onOrphanSeen(targets, pod, ownersChanged || pod.metadata.labels !== previous.metadata.labels);
}

/** Handles a pod without controller: removes its finalizer, and syncs the Jobs that may adopt it. */
function onOrphanSeen(targets: TriggerTargets, pod: Pod, mayBeAdopted: boolean): void {
  if (hasTrackingFinalizer(pod)) enqueueOrphan(targets, pod);
  if (!mayBeAdopted) return;
  for (const job of targets.jobs.inNamespace(pod.metadata.namespace)) {
    if (matchesSelector(job.spec.selector, pod.metadata.labels)) enqueueBatched(targets, job);
  }
}

/**
 * Upstream: `deletePod`.
 *
 * @param gone whether the object is gone, not just marked for deletion
 */
function onPodDeletion(targets: TriggerTargets, pod: Pod, gone: boolean): void {
  const job = controllingJob(targets, pod);
  if (job === undefined || isFinished(job)) {
    if (!gone && hasTrackingFinalizer(pod)) enqueueOrphan(targets, pod);
    return;
  }
  targets.expectations.deletionObserved(keyOf(job));
  enqueueBatched(targets, job);
}

/** Up to 1.27 the sync for a pod that turns Failed waits for the retry delay of its Job. */
function enqueueUpdated(targets: TriggerTargets, job: Job | undefined, pod: Pod, previous: Pod): void {
  const turnsFailed = pod.status.phase === "Failed" && previous.status.phase !== "Failed";
  const earnedMs =
    job !== undefined && turnsFailed && targets.switches.podFailedEventDelay === "retries"
      ? targets.queue.earnedDelayMs(keyOf(job))
      : 0;
  if (earnedMs > 0 && job !== undefined) targets.queue.addAfter(keyOf(job), earnedMs);
  else enqueueBatched(targets, job);
}

/** Upstream: `enqueueSyncJobBatched`. */
function enqueueBatched(targets: TriggerTargets, job: Job | undefined): void {
  if (job !== undefined) targets.queue.addAfter(keyOf(job), SYNC_BATCH_PERIOD_MS);
}

function enqueueOrphan(targets: TriggerTargets, pod: Pod): void {
  const { namespace, uid } = pod.metadata;
  targets.enqueueOrphans({ kind: "pod", namespace, uid, controllerUid: controllerOf(pod)?.uid });
}

/**
 * The Job that the controller reference names, if the cache has it with that name and UID.
 *
 * Upstream: `resolveControllerRef`.
 */
function controllingJob(targets: TriggerTargets, pod: Pod): Job | undefined {
  const reference = controllerOf(pod);
  if (reference?.kind !== "Job") return undefined;
  const job = targets.jobs.get(pod.metadata.namespace, reference.name);
  return job?.metadata.uid === reference.uid ? job : undefined;
}
