/** Whether a run was still under way when it ended, so that nothing can be said about its rest. */

import type { Ledger } from "./ledger.ts";
import { controllerOf } from "./pod-reading.ts";

/** A pod on a small cluster has its turn within this time after the one before. */
const PROGRESS_MS = 1_200_000;

/**
 * Whether pods still succeed, as those of a large Job on a small cluster may for hours: that comes to an end. Jobs of a
 * CronJob are left out, since they never do.
 */
export function goesOn({ busy, nowMs, jobs }: Ledger): boolean {
  if (!busy) return false;
  const single = [...jobs.values()].filter(({ job }) => controllerOf(job) === undefined);
  return single.some(({ pods }) =>
    [...pods.values()].some(
      ({ pod, terminalMs = 0 }) => pod.status.phase === "Succeeded" && nowMs - terminalMs < PROGRESS_MS,
    ),
  );
}
