/**
 * Whether a Job has failed, or met its success policy, before its pods are managed (semantics 03, steps 14 to 20).
 *
 * The order of the checks is the order of precedence of causes.
 */

import { JobConditions, JobReasons } from "../../api/constants.ts";
import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { ContainerStatus, Job, JobCondition } from "../../api/types.ts";
import { findCondition, type Verdict } from "./conditions.ts";
import type { SyncEnvironment } from "./environment.ts";
import type { JobPods } from "./job-pods.ts";
import { matchSuccessPolicy } from "./success-policy.ts";
import { isSuspended, type SyncContext } from "./sync-context.ts";
import type { TrackedPod } from "./tracked-pod.ts";

const FAILURE_MESSAGES = {
  [JobReasons.backoffLimitExceeded]: "Job has reached the specified backoff limit",
  [JobReasons.deadlineExceeded]: "Job was active longer than specified deadline",
  [JobReasons.maxFailedIndexesExceeded]: "Job has exceeded the specified maximal number of failed indexes",
  [JobReasons.failedIndexes]: "Job has failed indexes",
} as const;

/** A failure sets the interim condition first, or in old releases the terminal condition at once. */
function failure({ env }: SyncContext, reason: keyof typeof FAILURE_MESSAGES): Verdict {
  const type = env.switches.failureTarget === "all" ? "FailureTarget" : "Failed";
  return { type, reason, message: FAILURE_MESSAGES[reason], atMs: env.instantMs() };
}

/** The same for success. */
function success({ env }: SyncContext, reason: string, message: string): Verdict {
  const type = env.switches.successCriteriaMet ? "SuccessCriteriaMet" : "Complete";
  return { type, reason, message, atMs: env.instantMs() };
}

/** The verdict of an earlier sync's interim condition, of a `FailJob` rule, or of a limit of the whole Job. */
export function jobVerdict(context: SyncContext): Verdict | undefined {
  return announcedVerdict(context) ?? failJobVerdict(context) ?? limitVerdict(context);
}

function announcedVerdict({ job, env }: SyncContext): Verdict | undefined {
  const atMs = env.instantMs();
  const met = findCondition(job, JobConditions.successCriteriaMet);
  if (met?.status === "True" && env.switches.successCriteriaMet) {
    return { type: "SuccessCriteriaMet", reason: met.reason ?? "", message: met.message ?? "", atMs };
  }
  const failed = findCondition(job, JobConditions.failureTarget);
  if (failed === undefined || !isBinding(failed, job, env)) return undefined;
  return { type: "Failed", reason: failed.reason ?? "", message: failed.message ?? "", atMs };
}

/** Whether `FailureTarget` is a verdict; releases in which only `FailJob` rules set it do not check its status. */
function isBinding({ status }: JobCondition, { spec }: Job, { switches }: SyncEnvironment): boolean {
  switch (switches.failureTarget) {
    case "never":
      return false;
    case "failJob":
      return spec.podFailurePolicy !== undefined;
    case "all":
      return status === "True";
  }
}

/**
 * Checks all failed pods, counted or not, with or without finalizer; the first one that matches provides the message.
 *
 * Upstream: `getFailJobMessage`.
 */
function failJobVerdict({ job, pods, env, key }: SyncContext): Verdict | undefined {
  const { podFailurePolicy } = job.spec;
  if (podFailurePolicy === undefined) return undefined;
  let first: TrackedPod | undefined;
  for (const pod of pods.failed) {
    if (pod.policyMatch(podFailurePolicy)?.action !== "FailJob") continue;
    if (first === undefined || env.compareListed(pod.pod, first.pod) < 0) first = pod;
  }
  const message = first?.policyMatch(podFailurePolicy)?.message;
  if (message === undefined) return undefined;
  env.because?.(key, "fail-job-rule", { message });
  const type = env.switches.failureTarget === "never" ? "Failed" : "FailureTarget";
  return { type, reason: JobReasons.podFailurePolicy, message, atMs: env.instantMs() };
}

function limitVerdict(context: SyncContext): Verdict | undefined {
  const { job, pods, env, key, failedTotal, startMs = 0 } = context;
  const { backoffLimit: limit = 0, activeDeadlineSeconds: seconds = 0 } = job.spec;
  if (isPastBackoffLimit(context)) {
    env.because?.(key, "backoff-limit", { failed: failedTotal, limit });
    return failure(context, JobReasons.backoffLimitExceeded);
  }
  if (isPastBackoffLimitOnFailure(job, pods)) {
    env.because?.(key, "backoff-limit-on-failure", { restarts: totalRestarts(pods), limit });
    return failure(context, JobReasons.backoffLimitExceeded);
  }
  if (!isPastDeadline(context)) return undefined;
  env.because?.(key, "deadline-passed", { startAt: startMs, seconds });
  return failure(context, JobReasons.deadlineExceeded);
}

function isPastBackoffLimit({ job, env, failedTotal, active }: SyncContext): boolean {
  const { backoffLimit = 0, parallelism = 1 } = job.spec;
  if (failedTotal <= backoffLimit) return false;
  if (env.switches.backoffLimitCheck === "plain") return true;
  return failedTotal > (job.status.failed ?? 0) && active !== parallelism;
}

/**
 * Whether the restarts of a Job with `restartPolicy: OnFailure` reach its limit. In contrast to failed pods, reaching
 * the limit is enough, and pods that have ended do not count (semantics 05, section 3).
 *
 * Upstream: `pastBackoffLimitOnFailure`.
 */
function isPastBackoffLimitOnFailure(job: Job, pods: JobPods): boolean {
  if (job.spec.template.spec.restartPolicy !== "OnFailure") return false;
  const { backoffLimit = 0 } = job.spec;
  const restarts = totalRestarts(pods);
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** Number of container restarts of all pods that have not ended. */
function totalRestarts(pods: JobPods): number {
  let restarts = 0;
  for (const group of [pods.active, pods.terminating]) {
    for (const { pod } of group) {
      const { phase, initContainerStatuses, containerStatuses } = pod.status;
      if (phase !== "Running" && phase !== "Pending") continue;
      restarts += restartsOf(initContainerStatuses) + restartsOf(containerStatuses);
    }
  }
  return restarts;
}

function restartsOf(statuses: readonly ContainerStatus[] = []): number {
  return statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
}

/** Milliseconds until the deadline; negative after it, `undefined` if there is none or the Job is not running. */
function untilDeadlineMs(context: SyncContext): number | undefined {
  const { job, env, startMs } = context;
  if (job.spec.activeDeadlineSeconds === undefined || isSuspended(job) || startMs === undefined) return undefined;
  return startMs + secondsToDurationMs(job.spec.activeDeadlineSeconds) - env.instantMs();
}

/** Upstream: `pastActiveDeadline`. */
function isPastDeadline(context: SyncContext): boolean {
  const leftMs = untilDeadlineMs(context);
  return leftMs !== undefined && leftMs <= 0;
}

/** Schedules a sync of the Job exactly at its deadline. */
export function scheduleDeadline(context: SyncContext): void {
  const leftMs = untilDeadlineMs(context);
  if (leftMs !== undefined) context.env.queue.addAfter(context.key, leftMs);
}

/** Verdicts that depend on indexes: too many failed, none left to run, or enough succeeded. */
export function indexVerdict(context: SyncContext): Verdict | undefined {
  const { job, indexes, env, key } = context;
  if (indexes === undefined) return undefined;
  const { failed, succeeded, completions } = indexes;
  const { maxFailedIndexes, successPolicy } = job.spec;
  if (failed !== undefined) {
    if (maxFailedIndexes !== undefined && failed.size > maxFailedIndexes) {
      env.because?.(key, "max-failed-indexes", { failed: failed.size, limit: maxFailedIndexes });
      return failure(context, JobReasons.maxFailedIndexesExceeded);
    }
    if (failed.size > 0 && failed.size + succeeded.size >= completions) {
      env.because?.(key, "failed-indexes", { completions, succeeded: succeeded.size, failed: failed.size });
      return failure(context, JobReasons.failedIndexes);
    }
  }
  const message = matchSuccessPolicy(successPolicy, completions, succeeded);
  if (message === undefined) return undefined;
  env.because?.(key, "success-policy", { message, succeeded: succeeded.size });
  return success(context, JobReasons.successPolicy, message);
}

/** The verdict if enough pods have succeeded and none is active any more (semantics 03, step 25). */
export function completionVerdict(context: SyncContext): Verdict | undefined {
  const { job, active, succeededTotal, env, key } = context;
  const { completions } = job.spec;
  const enough = completions === undefined ? succeededTotal > 0 : succeededTotal >= completions;
  if (!enough || active !== 0) return undefined;
  env.because?.(key, "completions-reached", { succeeded: succeededTotal, wanted: completions ?? 1 });
  if (env.switches.completeReason === "empty") return success(context, "", "");
  return success(context, JobReasons.completionsReached, "Reached expected number of succeeded pods");
}
