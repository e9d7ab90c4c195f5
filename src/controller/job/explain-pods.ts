/** Reports the rules behind pods that are created, removed or held back. */

import { backoffDelayMs } from "./backoff.ts";
import { BACKOFF_CAP_MS } from "./constants.ts";
import type { SyncContext } from "./sync-context.ts";
import type { TrackedPod } from "./tracked-pod.ts";

/** Indexes that are listed before "and N more". */
const MAX_INDEXES = 10;

/** `1 pod`, `2 pods`. */
export function podCount(count: number): string {
  return `${count} pod${count === 1 ? "" : "s"}`;
}

/** @param missing number of wanted pods that are not active */
export function explainCreated(
  { env, key, active, terminating, job }: SyncContext,
  count: number,
  missing: number,
): void {
  if (count === 0) return;
  const waiting = job.spec.podReplacementPolicy === "Failed" && terminating > 0;
  const replacing = waiting ? `, ${terminating} terminating` : "";
  env.because?.(key, "pods-created", { count: podCount(count), wanted: active + missing, active, replacing });
}

export function explainDeletion({ env, key, verdict }: SyncContext, count: number): void {
  const failed = verdict?.type === "FailureTarget" || verdict?.type === "Failed";
  const outcome = failed ? "fails" : "succeeds";
  env.because?.(key, "verdict-pods-deleted", { count: podCount(count), outcome, reason: verdict?.reason ?? "" });
}

/** @param replacing number of terminating pods that are only replaced when they have ended */
export function explainNoCreation(
  { env, key, job, active, succeededTotal }: SyncContext,
  wanted: number,
  replacing: number,
): void {
  if (env.because === undefined) return;
  if (replacing > 0 && wanted > active) {
    // Without podReplacementPolicy, a pod failure policy implies Failed.
    const policy = job.spec.podReplacementPolicy ?? "Failed";
    env.because(key, "replaced-after-termination", { terminating: podCount(replacing), policy });
  } else if (job.spec.completions === undefined && succeededTotal > 0) {
    env.because(key, "work-queue-done", { succeeded: succeededTotal, active });
  } else if (active > 0 || wanted === 0) env.because(key, "enough-pods", { active, wanted });
}

export function explainJobBackoff({ env, key, backoffRecord }: SyncContext, waitMs: number): void {
  const { failures } = backoffRecord;
  env.because?.(key, "backoff-of-job", {
    untilAt: env.instantMs() + waitMs,
    failures: podCount(failures),
    delayMs: backoffDelayMs(failures, BACKOFF_CAP_MS[env.switches.backoffCap]),
  });
}

export function explainIndexBackoff({ env, key }: SyncContext, waiting: readonly number[], waitMs: number): void {
  const named = waiting.slice(0, MAX_INDEXES).join(", ");
  const indexes = waiting.length > MAX_INDEXES ? `${named} and ${waiting.length - MAX_INDEXES} more` : named;
  env.because?.(key, "backoff-of-index", { untilAt: env.instantMs() + waitMs, indexes });
}

/** @param counted whether the pod is listed as failed in this sync */
export function explainCounting(
  { env, key, job, verdict, listedFailed }: SyncContext,
  pod: TrackedPod,
  counted: boolean,
): void {
  if (env.because === undefined || pod.group === "succeeded") return;
  const match = pod.policyMatch(job.spec.podFailurePolicy);
  if (counted && !listedFailed.has(pod.uid)) {
    const reason = verdict === undefined ? "" : `, as the Job fails (${verdict.reason})`;
    const why =
      pod.group === "active" ? `: it still runs${reason}` : pod.group === "terminating" ? ": it is being deleted" : "";
    env.because(key, "counted-failed", { pod: pod.uid, why });
  } else if (!counted && match?.action === "Ignore") {
    env.because(key, "failure-ignored", { pod: pod.uid, rule: match.ruleIndex });
  }
}
