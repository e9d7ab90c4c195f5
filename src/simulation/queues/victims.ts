/** Selects the Jobs that a queue preempts so that a Job fits: as few as possible, least important first. */

import { fitOf, type QuotaHolder } from "./fit.ts";
import type { PlannedFlavor, QueuePreemption } from "./queue.ts";
import type { QueuedJob } from "./workload.ts";

/**
 * The victims.
 *
 * @param holders the Jobs that use quota of the flavour
 * @returns `undefined` if preempting all candidates does not help
 */
export function victimsFor(
  asker: QueuedJob,
  flavor: PlannedFlavor,
  holders: readonly QuotaHolder[],
  preemption: QueuePreemption,
): readonly QuotaHolder[] | undefined {
  const candidates = holders.filter((holder) => mayGo(holder, asker, preemption)).sort(leastImportantFirst);
  const gone = new Set<QuotaHolder>();
  const fits = () =>
    fitOf(
      asker,
      flavor,
      holders.filter((holder) => !gone.has(holder)),
    ).kind === "fits";
  for (const candidate of candidates) {
    if (fits()) break;
    gone.add(candidate);
  }
  if (gone.size === 0 || !fits()) return undefined;
  // The most important ones are spared as long as the Job fits.
  for (const candidate of [...gone].reverse()) {
    gone.delete(candidate);
    if (!fits()) gone.add(candidate);
  }
  return [...gone];
}

function mayGo(holder: QuotaHolder, asker: QueuedJob, preemption: QueuePreemption): boolean {
  if (preemption === "Never") return false;
  if (holder.priority < asker.priority) return true;
  const isNewer = holder.priority === asker.priority && holder.sinceMs > asker.sinceMs;
  return preemption === "LowerOrNewerEqualPriority" && isNewer;
}

function leastImportantFirst(a: QuotaHolder, b: QuotaHolder): number {
  return a.priority - b.priority || b.admittedMs - a.admittedMs || (a.uid < b.uid ? -1 : 1);
}
