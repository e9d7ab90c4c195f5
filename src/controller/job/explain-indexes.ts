/** Reports the rule behind each index that a sync marks as failed. */

import { parseIndexes } from "../../api/index-set.ts";
import { heldFailures, type SyncContext } from "./sync-context.ts";

/** Reports the failed indexes that are not in the stored status yet. */
export function explainFailedIndexes({ env, key, job, pods, indexes }: SyncContext): void {
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
