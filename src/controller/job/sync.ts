/** One sync of a Job: the steps of `syncJob` in Kubernetes' Job controller (semantics 03, sections 3 to 5). */

import { JOB_CONTROLLER_NAME, JobConditions, JobReasons } from "../../api/constants.ts";
import { isFinished } from "../../api/finished-job.ts";
import { parseIndexes } from "../../api/index-set.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { Job } from "../../api/types.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { Process } from "../process.ts";
import type { SyncResult } from "../worker-pool.ts";
import { accountPods } from "./account.ts";
import { claimPods } from "./claim.ts";
import { ensureCondition, newCondition } from "./conditions.ts";
import type { SyncEnvironment } from "./environment.ts";
import { readIndexState } from "./indexes.ts";
import { deleteActivePods, managePods } from "./manage-pods.ts";
import { heldFailures, isIndexed, isSuspended, openContext, type SyncContext } from "./sync-context.ts";
import { resultOf } from "./sync-result.ts";
import { completionVerdict, indexVerdict, jobVerdict, scheduleDeadline } from "./verdict.ts";

/**
 * Brings one Job closer to its desired state. Upstream: `syncJob`.
 *
 * @param key `namespace/name`
 * @returns whether and why to retry the sync
 */
export function* syncJob(env: SyncEnvironment, key: string): Process<SyncResult> {
  const stale = env.switches.cacheConsistency ? env.staleness(key) : undefined;
  if (stale !== undefined) {
    env.because?.(key, "cache-behind", { what: stale.message });
    return stale;
  }
  const job = jobToSync(env, key);
  if (job === undefined) return undefined;
  const expectationsSatisfied = env.expectations.satisfied(key);
  const claimError = yield* claimPods(env, key, job);
  if (claimError !== undefined) return claimError;
  const context = openContext(env, key, job, expectationsSatisfied);
  startJob(context);
  decide(context);
  const podError = yield* actOnPods(context);
  prepareCounts(context);
  const accountError = yield* accountPods(context);
  return resultOf(context, accountError, podError);
}

/** The Job, if there is anything to do for it (semantics 03, steps 2 to 6). */
function jobToSync(env: SyncEnvironment, key: string): Job | undefined {
  const separator = key.indexOf("/");
  const job = env.jobs.get(key.slice(0, separator), key.slice(separator + 1));
  if (job === undefined) {
    env.expectations.forget(key);
    env.backoff.delete(key);
    env.forgetWrites(key);
    return undefined;
  }
  if (isManagedElsewhere(job)) {
    env.because?.(key, "managed-elsewhere", { managedBy: job.spec.managedBy ?? "" });
    return undefined;
  }
  if (isFinished(job)) {
    env.backoff.delete(key);
    return undefined;
  }
  if (env.finishedUids.has(job.metadata.uid)) return undefined;
  const mode: string | undefined = job.spec.completionMode;
  if (mode !== undefined && mode !== "NonIndexed" && mode !== "Indexed") {
    env.recordEvent(job, "Warning", "UnknownCompletionMode", "Skipped Job sync because completion mode is unknown");
    return undefined;
  }
  return job;
}

/** Whether another controller manages the Job, which is then left alone. */
export function isManagedElsewhere(job: Job): boolean {
  return job.spec.managedBy !== undefined && job.spec.managedBy !== JOB_CONTROLLER_NAME;
}

/** Sets `startTime` in the first sync of a Job that is not suspended. */
function startJob(context: SyncContext): void {
  const { job, status, env, key } = context;
  if (status.startTime !== undefined || isSuspended(job)) return;
  env.because?.(key, "job-started", {});
  context.startMs = env.instantMs();
  status.startTime = formatTimestamp(context.startMs);
}

/** Reads the indexes and looks for a verdict; causes of the whole Job come first. */
function decide(context: SyncContext): void {
  const { job, pods } = context;
  context.verdict = jobVerdict(context);
  if (context.verdict === undefined) scheduleDeadline(context);
  if (!isIndexed(job)) return;
  context.indexes = readIndexState(job, pods);
  context.succeededTotal = context.indexes.succeeded.size;
  explainFailedIndexes(context);
  context.verdict ??= indexVerdict(context);
}

/** Reports the rule behind each failed index that is not in the stored status yet. */
function explainFailedIndexes({ env, key, job, pods, indexes }: SyncContext): void {
  if (env.because === undefined || indexes?.failed === undefined) return;
  const { backoffLimitPerIndex: limit = 0, podFailurePolicy } = job.spec;
  const stored = parseIndexes(job.status.failedIndexes ?? "", indexes.completions);
  for (const pod of heldFailures(job, pods)) {
    const { index } = pod;
    if (!indexes.failed.has(index) || stored.has(index)) continue;
    const match = pod.policyMatch(podFailurePolicy);
    const because = match?.action === "FailIndex" ? `, and rule ${match.ruleIndex} says FailIndex` : "";
    env.because(key, "index-failed", { index, failures: pod.indexFailures.counted + 1, limit, because });
  }
}

/** Deletes the pods of a Job with a verdict; otherwise manages them and checks whether the Job is complete. */
function* actOnPods(context: SyncContext): Process<ApiError | undefined> {
  if (context.verdict !== undefined) return yield* deleteActivePods(context);
  const managed = context.expectationsSatisfied && context.job.metadata.deletionTimestamp === undefined;
  if (!context.expectationsSatisfied) context.env.because?.(context.key, "expectations-open", {});
  const error = managed ? yield* managePods(context) : undefined;
  context.verdict = completionVerdict(context);
  if (context.verdict === undefined && managed) updateSuspension(context);
  return error;
}

/** Updates the `Suspended` condition and `startTime`: suspending clears it, resuming sets it again. */
function updateSuspension(context: SyncContext): void {
  const { job, env, status } = context;
  const suspended = isSuspended(job);
  // A fast path for Jobs that were never suspended.
  if (!suspended && !status.conditions?.some(({ type }) => type === JobConditions.suspended)) return;
  const nowMs = env.instantMs();
  const reason = suspended ? JobReasons.jobSuspended : JobReasons.jobResumed;
  const message = suspended ? "Job suspended" : "Job resumed";
  const wanted = newCondition(JobConditions.suspended, suspended ? "True" : "False", reason, message, nowMs);
  const before = status.conditions ?? [];
  const after = ensureCondition(before, wanted);
  if (after === before) return;
  status.conditions = after;
  context.mustWrite = true;
  context.suspensionChanged = true;
  env.because?.(context.key, suspended ? "suspended" : "resumed", {});
  env.recordEvent(job, "Normal", suspended ? "Suspended" : "Resumed", message);
  if (!suspended) status.startTime = formatTimestamp(nowMs);
  else if (env.switches.suspendClearsStartTime) status.startTime = undefined;
}

/** Puts the pod counts into the draft; any change of them must be written. */
function prepareCounts(context: SyncContext): void {
  const { job, env, status, active, ready, terminating } = context;
  const stored = job.status;
  const { terminatingField } = env.switches;
  if (active !== (stored.active ?? 0) || ready !== stored.ready) context.mustWrite = true;
  status.active = active;
  status.ready = ready;
  if (!terminatingField) return;
  if (terminating !== stored.terminating) context.mustWrite = true;
  status.terminating = terminating;
}
