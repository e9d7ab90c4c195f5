/** The last step of a Job: its terminal condition and its last Events (semantics 04, steps J to L). */

import { JobConditions } from "../../api/constants.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import { ensureCondition, verdictCondition } from "./conditions.ts";
import { podCount } from "./explain-pods.ts";
import type { SyncContext } from "./sync-context.ts";

/**
 * Adds the terminal condition to the draft, if no pod is left to count or to terminate.
 *
 * Upstream: `enactJobFinished`.
 *
 * @returns whether the next status write finishes the Job
 */
export function enactVerdict(context: SyncContext): boolean {
  const { verdict, status, env, terminating, key } = context;
  if (verdict === undefined) return false;
  if (terminating > 0 && env.switches.terminalConditionDelay) {
    env.because?.(key, "waits-for-termination", { condition: verdict.type, terminating: podCount(terminating) });
    return false;
  }
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if (succeeded.length + failed.length > 0) return false;
  const type = verdict.type === "Complete" ? JobConditions.complete : JobConditions.failed;
  status.conditions = ensureCondition(status.conditions ?? [], verdictCondition(verdict, type, env.instantMs()));
  if (verdict.type === "Complete") status.completionTime = formatTimestamp(verdict.atMs);
  context.mustWrite = true;
  return true;
}

/** Remembers that the Job is finished, as the cache may not show it yet. */
export function rememberFinished({ env, job }: SyncContext): void {
  if (env.switches.finishedMemory) env.finishedUids.add(job.metadata.uid);
}

/** Records the last Events of a Job. Upstream: `recordJobFinished`. */
export function emitFinishEvents({ verdict, env, job, status }: SyncContext): void {
  if (verdict === undefined) return;
  if (verdict.type !== "Complete") {
    env.recordEvent(job, "Warning", verdict.reason, verdict.message);
    return;
  }
  const { completions } = job.spec;
  if (completions !== undefined && (status.succeeded ?? 0) > completions) {
    const message = "Too many succeeded pods running after completion count reached";
    env.recordEvent(job, "Warning", "TooManySucceededPods", message);
  }
  env.recordEvent(job, "Normal", "Completed", "Job completed");
}
