/** Whether a run was still under way when it ended, so that nothing can be said about its rest. */

import type { JobRecord, Ledger } from "./ledger.ts";
import { controllerOf } from "./pod-reading.ts";

/** A pod on a small cluster has its turn within this time after the one before. */
const PROGRESS_MS = 1_200_000;

/**
 * Whether a Job still comes closer to its completions, as a large one on a small cluster may for hours: that ends some
 * day. Jobs of a CronJob are left out, since they never end.
 */
export function goesOn({ busy, nowMs, jobs }: Ledger): boolean {
  return busy && [...jobs.values()].some((record) => isOnItsWay(record, nowMs));
}

/** More successes than it needs would bring a Job no closer. */
function isOnItsWay({ job, pods }: JobRecord, nowMs: number): boolean {
  const { completions = 0 } = job.spec;
  if (controllerOf(job) !== undefined) return false;
  const succeeded = [...pods.values()].filter(({ pod }) => pod.status.phase === "Succeeded");
  return succeeded.length <= completions && succeeded.some(({ terminalMs = 0 }) => nowMs - terminalMs < PROGRESS_MS);
}
