/** Whether the eviction sub-resource lets a pod go (semantics 12, section 6.3). */

import type { PodDisruptionBudget } from "../../api/kinds/pod-disruption-budget.ts";
import type { Pod } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { budgetsOf, isReady, stateOf } from "./budget.ts";

/** An eviction's outcome: it goes on, it must be tried again, or it can never be. */
export type EvictionVerdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "tooManyRequests"; readonly message: string; readonly cause: string }
  | { readonly kind: "impossible"; readonly message: string };

const ALLOWED: EvictionVerdict = { kind: "allowed" };
const TWO_BUDGETS = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
const VIOLATED = "Cannot evict pod as it would violate the pod's disruption budget.";

/**
 * @param pods all pods there are
 */
export function judgeEviction(pod: Pod, budgets: Iterable<PodDisruptionBudget>, pods: Iterable<Pod>): EvictionVerdict {
  if (needsNoBudget(pod)) return ALLOWED;
  const [budget, ...others] = budgetsOf(pod, budgets);
  if (budget === undefined) return ALLOWED;
  if (others.length > 0) return { kind: "impossible", message: TWO_BUDGETS };
  const { currentHealthy, desiredHealthy, disruptionsAllowed } = stateOf(budget, pods);
  if (!isReady(pod) && goesUnready(budget, currentHealthy, desiredHealthy)) return ALLOWED;
  if (disruptionsAllowed > 0) return ALLOWED;
  const { name } = budget.metadata;
  const cause = `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return { kind: "tooManyRequests", message: VIOLATED, cause };
}

/** `canIgnorePDB`: a pod that does not run yet, no longer, or not for long. */
function needsNoBudget({ metadata, status }: Pod): boolean {
  return status.phase === "Pending" || isTerminalPhase(status.phase) || metadata.deletionTimestamp !== undefined;
}

function goesUnready({ spec }: PodDisruptionBudget, currentHealthy: number, desiredHealthy: number): boolean {
  if (spec?.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}
