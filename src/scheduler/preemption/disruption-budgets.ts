/** Which victims would violate a PodDisruptionBudget (`filterPodsWithPDBViolation`). */

import type { DisruptionBudgetFacts } from "../../api/scheduling-types.ts";
import { matchesSelector } from "../../api/selector.ts";
import type { PodInfo } from "../pod-info.ts";

export interface PartitionedVictims {
  readonly violating: readonly PodInfo[];
  readonly others: readonly PodInfo[];
}

/** Partitions pods, in their order, by whether budgets still allow disrupting them. */
export function partitionByBudgets(
  pods: readonly PodInfo[],
  budgets: readonly DisruptionBudgetFacts[],
): PartitionedVictims {
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  const left = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  for (const pod of pods) (isViolation(pod, budgets, left) ? violating : others).push(pod);
  return { violating, others };
}

/** Counts the pod against every budget that matches it; a pod without labels has no budget. */
function isViolation(pod: PodInfo, budgets: readonly DisruptionBudgetFacts[], left: number[]): boolean {
  let isViolating = false;
  if (Object.keys(pod.labels).length === 0) return false;
  for (const [at, { metadata, spec, status }] of budgets.entries()) {
    if ((metadata?.namespace ?? "") !== pod.namespace || isEmpty(spec?.selector)) continue;
    if (!matchesSelector(spec?.selector, pod.labels)) continue;
    // A disruption that is already in progress is not counted again.
    if (Object.hasOwn(status?.disruptedPods ?? {}, pod.name)) continue;
    left[at] = (left[at] ?? 0) - 1;
    if ((left[at] ?? 0) < 0) isViolating = true;
  }
  return isViolating;
}

function isEmpty(selector: NonNullable<DisruptionBudgetFacts["spec"]>["selector"]): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}
