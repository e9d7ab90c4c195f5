/**
 * Counting finished pods exactly once, whatever crashes in between (semantics 04).
 *
 * A pod is listed in the status, then its finalizer is removed, then it is moved from the list to a counter. Each step
 * is stored before the next, so that a restarted controller can continue.
 */

import { JobConditions } from "../../api/constants.ts";
import { rememberIndexes } from "../../api/index-set.ts";
import { statusOf } from "../../api/job-status.ts";
import { isOfKind } from "../../api/kinds/kind.ts";
import { JOB } from "../../api/kinds/workloads.ts";
import type { Mutable } from "../../api/mutable.ts";
import type { UncountedTerminatedPods } from "../../api/types.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { Process } from "../process.ts";
import { hasCondition, type Verdict, verdictCondition } from "./conditions.ts";
import { MAX_UNCOUNTED_PODS } from "./constants.ts";
import { explainCounting, podCount } from "./explain-pods.ts";
import { emitFinishEvents, enactVerdict, rememberFinished } from "./finish.ts";
import { NO_INDEX } from "./pod-facts.ts";
import { removeTrackingFinalizer, writeJobStatus } from "./requests.ts";
import { hasValidIndex, heldFailures, isIgnored, type SyncContext } from "./sync-context.ts";
import type { TrackedPod } from "./tracked-pod.ts";

/**
 * Lists, releases and counts pods, and writes the status before and after. Returns the error with which the sync fails.
 *
 * Upstream: `trackJobStatusAndRemoveFinalizers` and `flushUncountedAndRemoveFinalizers`.
 */
export function* accountPods(context: SyncContext): Process<ApiError | undefined> {
  confirmReleased(context);
  const { releasable, capped } = listFinished(context);
  writeIndexes(context);
  announceVerdict(context);
  const writesTwice = context.mustWrite;
  if (context.mustWrite) {
    const error = yield* writeStatus(context);
    if (error !== undefined) return error;
    context.env.backoff.set(context.key, context.backoffRecord);
  }
  const releaseError = yield* releasePods(context, releasable);
  confirmReleased(context);
  if (releaseError !== undefined) {
    const writeError = context.mustWrite ? yield* writeStatus(context) : undefined;
    return writeError ?? releaseError;
  }
  const { capBlocksFinish, finishEventBeforeWrite } = context.env.switches;
  const finished = !(capped && capBlocksFinish) && enactVerdict(context);
  if (finished && finishEventBeforeWrite) emitFinishEvents(context);
  if (context.mustWrite) {
    const error = yield* writeStatus(context);
    if (error !== undefined) return error;
  }
  if (!finished) return undefined;
  context.finishedAtOnce = !writesTwice;
  rememberFinished(context);
  if (!finishEventBeforeWrite) emitFinishEvents(context);
  return undefined;
}

/**
 * Counts listed pods without finalizer: those seen when the sync began, and those that the sync has released since.
 *
 * Upstream: `cleanUncountedPodsWithoutFinalizers`.
 */
function confirmReleased(context: SyncContext): void {
  const { status, pods } = context;
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const isHeld = (uid: string) => {
    const pod = pods.get(uid);
    return pod?.owned === true && pod.held && !pod.releasedSinceRead;
  };
  const heldSucceeded = succeeded.filter(isHeld);
  const heldFailed = failed.filter(isHeld);
  const counted = succeeded.length + failed.length - heldSucceeded.length - heldFailed.length;
  if (counted === 0) return;
  status.succeeded = (status.succeeded ?? 0) + succeeded.length - heldSucceeded.length;
  status.failed = (status.failed ?? 0) + failed.length - heldFailed.length;
  setUncounted(context, heldSucceeded, heldFailed);
  context.mustWrite = true;
}

function setUncounted({ status }: SyncContext, succeeded: readonly string[], failed: readonly string[]): void {
  const uncounted: Mutable<UncountedTerminatedPods> = {};
  if (succeeded.length > 0) uncounted.succeeded = succeeded;
  if (failed.length > 0) uncounted.failed = failed;
  status.uncountedTerminatedPods = uncounted;
}

interface Listing {
  /** Pods whose finalizer is removed in this sync. */
  readonly releasable: readonly TrackedPod[];
  /** Whether the cap was reached: the rest, and a terminal condition, wait for the next sync. */
  readonly capped: boolean;
}

/** Decides which pods are released, and lists those that must be counted. */
function listFinished(context: SyncContext): Listing {
  const { job, indexes, listedSucceeded, listedFailed } = context;
  const { succeeded = [], failed = [] } = context.status.uncountedTerminatedPods ?? {};
  const newlySucceeded = [...succeeded];
  const newlyFailed = [...failed];
  const releasable: TrackedPod[] = [];
  let newIndexes = 0;
  let capped = false;
  for (const pod of releasablePods(context)) {
    releasable.push(pod);
    if (pod.group === "succeeded" && !listedFailed.has(pod.uid)) {
      if (indexes === undefined) {
        if (!listedSucceeded.has(pod.uid)) newlySucceeded.push(pod.uid);
      } else if (hasValidIndex(job, pod) && !indexes.storedSucceeded.has(pod.index)) newIndexes++;
    } else if (countsAsFailed(context, pod)) newlyFailed.push(pod.uid);
    explainCounting(context, pod, newlyFailed.at(-1) === pod.uid);
    if (newIndexes + newlySucceeded.length + newlyFailed.length >= MAX_UNCOUNTED_PODS) {
      capped = true;
      context.env.because?.(context.key, "count-capped", { listed: podCount(releasable.length) });
      break;
    }
  }
  if (newlySucceeded.length + newlyFailed.length > succeeded.length + failed.length) {
    setUncounted(context, newlySucceeded, newlyFailed);
    context.mustWrite = true;
  }
  if (newIndexes > 0) context.mustWrite = true;
  return { releasable, capped };
}

/**
 * A failed pod, or any pod of a failing Job (in old releases: of any Job with a verdict), counts as failed unless it is
 * already listed, has no valid index, or the policy ignores it.
 */
function countsAsFailed(context: SyncContext, pod: TrackedPod): boolean {
  const { job, listedFailed, verdict, env } = context;
  const failing = verdict !== undefined && (env.switches.completionCountsRest || !isSuccess(verdict));
  if (!failing && !isFailure(context, pod)) return false;
  return !listedFailed.has(pod.uid) && hasValidIndex(job, pod) && !isIgnored(job, pod);
}

function isFailure(context: SyncContext, pod: TrackedPod): boolean {
  return pod.group === "failed" || (pod.group === "terminating" && !context.onlyReplacesFailed);
}

function isSuccess({ type }: Verdict): boolean {
  return type === "SuccessCriteriaMet" || type === "Complete";
}

/**
 * Pods whose finalizer may be removed now (semantics 04, section 2); sorted by index if there are indexes.
 *
 * Upstream: `canRemoveFinalizer`.
 */
function releasablePods(context: SyncContext): readonly TrackedPod[] {
  const { job, pods, verdict, indexes } = context;
  const held: TrackedPod[] = [...pods.succeededHeld];
  if (verdict !== undefined || job.metadata.deletionTimestamp !== undefined) {
    held.push(...pods.failedHeld, ...pods.terminatingHeld);
    for (const pod of pods.active) if (pod.held) held.push(pod);
  } else {
    for (const pod of heldFailures(job, pods)) {
      if (!isDelayed(context, pod)) held.push(pod);
      else context.env.because?.(context.key, "counting-postponed", { pod: pod.uid });
    }
  }
  return indexes === undefined || isByIndex(held) ? held : held.sort((a, b) => a.index - b.index);
}

/** Usually true, as pods of a batch tend to end in the order they started in; checking is cheaper than sorting. */
function isByIndex(pods: readonly TrackedPod[]): boolean {
  let last = NO_INDEX;
  for (const { index } of pods) {
    if (index < last) return false;
    last = index;
  }
  return true;
}

/** The failed pod of an index that will be retried keeps the failure counts until its replacement is seen. */
function isDelayed({ indexes }: SyncContext, pod: TrackedPod): boolean {
  return pod.index !== NO_INDEX && indexes?.delayed[pod.index] === pod;
}

function writeIndexes(context: SyncContext): void {
  const { status, indexes } = context;
  if (indexes === undefined) return;
  const completedText = indexes.succeeded.format();
  const { failed } = indexes;
  const failedText = failed?.format();
  if (completedText !== (status.completedIndexes ?? "")) {
    context.mustWrite = true;
    rememberIndexes(completedText, indexes.completions, indexes.succeeded);
  }
  if (failedText !== status.failedIndexes) {
    context.mustWrite = true;
    if (failed !== undefined && failedText !== undefined) rememberIndexes(failedText, indexes.completions, failed);
  }
  status.completedIndexes = completedText;
  status.succeeded = indexes.succeeded.size;
  status.failedIndexes = failedText;
}

/** Adds the interim condition to the status write that precedes the removal of finalizers. */
function announceVerdict(context: SyncContext): void {
  const { verdict, env, job } = context;
  if (verdict === undefined) return;
  const atMs = env.instantMs();
  if (verdict.type === "FailureTarget") {
    addCondition(context, verdict, JobConditions.failureTarget);
    context.verdict = { ...verdict, type: "Failed", atMs };
  } else if (verdict.type === "SuccessCriteriaMet") {
    if (!hasCondition(job, JobConditions.successCriteriaMet)) {
      addCondition(context, verdict, JobConditions.successCriteriaMet);
    }
    context.verdict = { ...verdict, type: "Complete", atMs };
  }
}

function addCondition(context: SyncContext, verdict: Verdict, type: "FailureTarget" | "SuccessCriteriaMet"): void {
  context.status.conditions = [...(context.status.conditions ?? []), verdictCondition(verdict, type, verdict.atMs)];
  context.mustWrite = true;
}

/** Writes the draft as the new status; a conflict if the Job has changed since the sync began. */
function* writeStatus(context: SyncContext): Process<ApiError | undefined> {
  const { apiVersion, kind, metadata, spec } = context.job;
  const [answer] = yield [writeJobStatus({ apiVersion, kind, metadata, spec, status: statusOf(context.status) })];
  if (answer === undefined) return undefined;
  if (!answer.ok) return answer.error;
  context.env.wrote(context.key, "jobs", answer.object.metadata.resourceVersion);
  if (isOfKind(JOB, answer.object)) context.job = answer.object;
  context.mustWrite = false;
  return undefined;
}

/**
 * Removes the finalizers in parallel; from here on the pods count as released, before the watch shows it.
 *
 * Upstream: `removeTrackingFinalizerFromPods`.
 */
function* releasePods(context: SyncContext, releasable: readonly TrackedPod[]): Process<ApiError | undefined> {
  if (releasable.length === 0) return undefined;
  for (const pod of releasable) pod.pendingRemoval = true;
  const answers = yield releasable.map(({ pod }) => removeTrackingFinalizer(pod));
  let error: ApiError | undefined;
  let newest: string | undefined;
  for (let at = 0; at < releasable.length; at++) {
    const [pod, answer] = [releasable[at], answers[at]];
    if (pod === undefined || answer === undefined) continue;
    context.pods.markChanged(pod);
    if (answer.ok) newest = answer.object.metadata.resourceVersion;
    else {
      pod.pendingRemoval = false;
      if (answer.error.reason !== "NotFound") {
        error ??= answer.error;
        continue;
      }
    }
    pod.releasedSinceRead = true;
  }
  if (newest !== undefined) context.env.wrote(context.key, "pods", newest);
  return error;
}
