/** Which victims a PodDisruptionBudget would rather keep (`filterPodsWithPDBViolation`). */

import type { DisruptionBudgetFacts } from "../../api/scheduling-types.ts";
import { matchesSelector } from "../../api/selector.ts";
import type { PodInfo } from "../pod-info.ts";

export interface Parted {
  readonly violating: readonly PodInfo[];
  readonly others: readonly PodInfo[];
}

/** Parts pods, in their order, by whether budgets still allow to disrupt them. */
export function partByBudgets(pods: readonly PodInfo[], budgets: readonly DisruptionBudgetFacts[]): Parted {
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  const left = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  for (const pod of pods) (isViolation(pod, budgets, left) ? violating : others).push(pod);
  return { violating, others };
}

/** Takes the pod off every budget that means it; a pod without labels has no budget. */
function isViolation(pod: PodInfo, budgets: readonly DisruptionBudgetFacts[], left: number[]): boolean {
  let isViolating = false;
  if (Object.keys(pod.labels).length === 0) return false;
  for (const [at, { metadata, spec, status }] of budgets.entries()) {
    if ((metadata?.namespace ?? "") !== pod.namespace || isEmpty(spec?.selector)) continue;
    if (!matchesSelector(spec?.selector, pod.labels)) continue;
    // A disruption that was granted already is not counted again.
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
