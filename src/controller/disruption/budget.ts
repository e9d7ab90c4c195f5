/** How many pods a disruption budget lets go, as the disruption controller works it out (semantics 12, section 6.3). */

import type { PodDisruptionBudget } from "../../api/kinds/pod-disruption-budget.ts";
import { matchesSelector } from "../../api/selector.ts";
import type { Pod } from "../../api/types.ts";

export interface BudgetState {
  readonly expectedPods: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly disruptionsAllowed: number;
}

/** The budgets of a pod's namespace that select it. */
export function budgetsOf({ metadata }: Pod, budgets: Iterable<PodDisruptionBudget>): readonly PodDisruptionBudget[] {
  return [...budgets].filter(
    (budget) =>
      budget.metadata.namespace === metadata.namespace && matchesSelector(budget.spec?.selector, metadata.labels),
  );
}

/**
 * What a budget allows now.
 *
 * A share, or `maxUnavailable`, is of what a controller's scale says; a Job has no scale, so that such a budget over
 * its pods allows nothing.
 *
 * @param pods all pods of the budget's namespace
 */
export function stateOf({ spec, metadata }: PodDisruptionBudget, pods: Iterable<Pod>): BudgetState {
  const selected = [...pods].filter(
    (pod) => pod.metadata.namespace === metadata.namespace && matchesSelector(spec?.selector, pod.metadata.labels),
  );
  const expectedPods = selected.length;
  const currentHealthy = selected.filter(isHealthy).length;
  const { minAvailable } = spec ?? {};
  const desiredHealthy = typeof minAvailable === "number" ? minAvailable : undefined;
  if (desiredHealthy === undefined) return { expectedPods, currentHealthy, desiredHealthy: 0, disruptionsAllowed: 0 };
  const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  return { expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed };
}

/** Ready, and not being deleted (`countHealthyPods`). */
function isHealthy(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && isReady(pod);
}

export function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true;
}
