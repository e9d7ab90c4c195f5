/**
 * Whether the eviction subresource allows evicting a pod (semantics 12, section 6.3), as in
 * pkg/registry/core/pod/storage/eviction.go.
 *
 * The status of a budget says how many disruptions it allows if a disruption controller maintains it. Most runs have
 * none; the status is then computed as that controller would.
 */

import type { PodDisruptionBudget } from "../api/kinds/pod-disruption-budget.ts";
import { matchesSelector } from "../api/selector.ts";
import type { Pod } from "../api/types.ts";
import { isTerminalPhase } from "./pod-deletion.ts";

/** The outcome of an eviction: it is allowed, must be retried later, is forbidden, or can never succeed. */
export type EvictionVerdict =
  | {
      readonly kind: "allowed";
      /** The budget whose status must count the disruption. */
      readonly takenFrom?: PodDisruptionBudget;
    }
  | { readonly kind: "tooManyRequests"; readonly message: string; readonly cause: string }
  | { readonly kind: "forbidden"; readonly budget: string; readonly detail: string }
  | { readonly kind: "impossible"; readonly message: string };

interface BudgetState {
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly disruptionsAllowed: number;
}

/** The most evictions that the disruption controller may not have confirmed yet (`MaxDisruptedPodSize`). */
const MAX_DISRUPTED_PODS = 2_000;
const ALLOWED: EvictionVerdict = { kind: "allowed" };
const TWO_BUDGETS = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
const VIOLATED = "Cannot evict pod as it would violate the pod's disruption budget.";
const NEGATIVE = "pdb disruptions allowed is negative";
const TOO_BIG = "DisruptedPods map too big - too many evictions not confirmed by PDB controller";

/**
 * @param budgets all budgets, of the pod's namespace at least
 * @param pods all pods, of the pod's namespace at least
 */
export function judgeEviction(pod: Pod, budgets: Iterable<PodDisruptionBudget>, pods: Iterable<Pod>): EvictionVerdict {
  if (needsNoBudget(pod)) return ALLOWED;
  const [budget, ...others] = budgetsOf(pod, budgets);
  if (budget === undefined) return ALLOWED;
  if (others.length > 0) return { kind: "impossible", message: TWO_BUDGETS };
  const { status, metadata } = budget;
  const state = status === undefined ? computedState(budget, pods) : keptState(status);
  if (!isReady(pod) && goesUnready(budget, state)) return ALLOWED;
  const { currentHealthy, desiredHealthy, disruptionsAllowed } = state;
  const isBehind = status !== undefined && (status.observedGeneration ?? 0) < (metadata.generation ?? 0);
  if (disruptionsAllowed < 0) return { kind: "forbidden", budget: metadata.name, detail: NEGATIVE };
  if (Object.keys(status?.disruptedPods ?? {}).length > MAX_DISRUPTED_PODS) {
    return { kind: "forbidden", budget: metadata.name, detail: TOO_BIG };
  }
  if (disruptionsAllowed > 0 && !isBehind)
    return status === undefined ? ALLOWED : { kind: "allowed", takenFrom: budget };
  const needs = `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return { kind: "tooManyRequests", message: VIOLATED, cause: `The disruption budget ${metadata.name} ${needs}` };
}

/** `canIgnorePDB`: a pod that is not running yet, has finished, or is being deleted. */
function needsNoBudget({ metadata, status: { phase = "" } }: Pod): boolean {
  return phase === "Pending" || isTerminalPhase(phase) || metadata.deletionTimestamp !== undefined;
}

function goesUnready({ spec }: PodDisruptionBudget, { currentHealthy, desiredHealthy }: BudgetState): boolean {
  if (spec?.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}

/** The budgets of a pod's namespace that select it. */
function budgetsOf({ metadata }: Pod, budgets: Iterable<PodDisruptionBudget>): readonly PodDisruptionBudget[] {
  return [...budgets].filter(
    (budget) =>
      budget.metadata.namespace === metadata.namespace && matchesSelector(budget.spec?.selector, metadata.labels),
  );
}

function keptState(status: NonNullable<PodDisruptionBudget["status"]>): BudgetState {
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = status;
  return { currentHealthy, desiredHealthy, disruptionsAllowed };
}

/**
 * Computes what the disruption controller would write.
 *
 * A percentage, and `maxUnavailable`, refer to the scale of a controller. A Job has no scale, so such a budget over its
 * pods allows no disruptions.
 */
function computedState({ spec, metadata }: PodDisruptionBudget, pods: Iterable<Pod>): BudgetState {
  const selected = [...pods].filter(
    (pod) => pod.metadata.namespace === metadata.namespace && matchesSelector(spec?.selector, pod.metadata.labels),
  );
  const currentHealthy = selected.filter(isHealthy).length;
  const { minAvailable } = spec ?? {};
  if (typeof minAvailable !== "number") return { currentHealthy, desiredHealthy: 0, disruptionsAllowed: 0 };
  const spare = selected.length === 0 ? 0 : Math.max(0, currentHealthy - minAvailable);
  return { currentHealthy, desiredHealthy: minAvailable, disruptionsAllowed: spare };
}

/** Ready and not being deleted (`countHealthyPods`). */
function isHealthy(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && isReady(pod);
}

function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true;
}
