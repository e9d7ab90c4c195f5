/**
 * Evicts pods: deletes one, marked as disrupted, where its disruption budget allows it (`pods/eviction`, as in
 * pkg/registry/core/pod/storage/eviction.go, with its words).
 */

import { copyWith } from "../api/copy-with.ts";
import { POD_DISRUPTION_BUDGET, type PodDisruptionBudget } from "../api/kinds/pod-disruption-budget.ts";
import { matchesSelector } from "../api/selector.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod, PodCondition } from "../api/types.ts";
import { type ApiError, accepted, forbidden, notFound, type Result, refused } from "./errors.ts";
import type { Actor } from "./log.ts";
import { isTerminalPhase } from "./pod-deletion.ts";
import type { PodRegistry } from "./pod-registry.ts";
import { checkPreconditions } from "./preconditions.ts";
import type { Registries } from "./registries.ts";
import type { Storage } from "./storage.ts";
import type { Preconditions } from "./write-options.ts";

/** Evictions that the disruption controller has not confirmed, at most (`MaxDisruptedPodSize`). */
const MAX_DISRUPTED_PODS = 2_000;
const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";
const SEVERAL = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";

interface Eviction {
  readonly namespace: string;
  readonly name: string;
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: Preconditions;
}

/** Evicts a pod; the answer holds the pod as it was left. */
export function evictPod(
  pods: PodRegistry,
  objects: Registries,
  storage: Storage,
  { namespace, name, gracePeriodSeconds, preconditions }: Eviction,
  actor: Actor,
): Result<Pod> {
  const pod = pods.pods.get(namespace, name);
  if (pod === undefined) return refused(notFound("pods", name));
  const stale = checkPreconditions("pods", pod.metadata, preconditions);
  if (stale !== undefined) return refused(stale);
  const violated = canIgnoreBudgets(pod) ? undefined : takeFromBudget(objects, storage, pod, actor);
  if (violated !== undefined) return refused(violated);
  const marked = markDisrupted(pods, storage, pod, actor);
  return accepted(pods.deleteStored(marked, gracePeriodSeconds, actor));
}

/** A pod that does not run, or is going anyway, takes nothing from anybody (`canIgnorePDB`). */
function canIgnoreBudgets({ status, metadata }: Pod): boolean {
  const { phase = "" } = status;
  return isTerminalPhase(phase) || phase === "Pending" || metadata.deletionTimestamp !== undefined;
}

function takeFromBudget(objects: Registries, storage: Storage, pod: Pod, actor: Actor): ApiError | undefined {
  const { namespace, labels } = pod.metadata;
  const budgets = [...objects.list(POD_DISRUPTION_BUDGET, namespace)].filter((budget) =>
    matchesSelector(budget.spec?.selector, labels),
  );
  const [budget] = budgets;
  if (budgets.length > 1) return { reason: "InternalError", message: SEVERAL };
  if (budget === undefined || isFreeToGo(pod, budget)) return undefined;
  const violated = checkBudget(budget);
  if (violated !== undefined) return violated;
  const status = decremented(budget, pod.metadata.name, formatTimestamp(storage.instantMs));
  const registry = objects.of(POD_DISRUPTION_BUDGET);
  const wanted = { ...budget, status };
  const written = registry.update(namespace, budget.metadata.name, () => accepted(wanted), {
    actor,
    subresource: "status",
  });
  return written.ok ? undefined : written.error;
}

/** A pod that is not ready may go where the budget says so, or is met without it. */
function isFreeToGo({ status: { conditions = [] } }: Pod, { spec, status }: PodDisruptionBudget): boolean {
  if (conditions.some(({ type, status: state }) => type === "Ready" && state === "True")) return false;
  if (spec?.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

/** What stands against taking one more pod (`checkAndDecrement`). */
function checkBudget({ metadata, status }: PodDisruptionBudget): ApiError | undefined {
  const { observedGeneration = 0, disruptionsAllowed = 0, disruptedPods = {} } = status ?? {};
  if (observedGeneration < (metadata.generation ?? 0)) return { reason: "TooManyRequests", message: VIOLATES };
  if (disruptionsAllowed < 0) {
    return forbidden(POD_DISRUPTION_BUDGET, metadata.name, "pdb disruptions allowed is negative");
  }
  if (Object.keys(disruptedPods).length > MAX_DISRUPTED_PODS) {
    const detail = "DisruptedPods map too big - too many evictions not confirmed by PDB controller";
    return forbidden(POD_DISRUPTION_BUDGET, metadata.name, detail);
  }
  return disruptionsAllowed === 0 ? { reason: "TooManyRequests", message: VIOLATES } : undefined;
}

function decremented({ status }: PodDisruptionBudget, podName: string, at: string) {
  const { disruptionsAllowed = 0, disruptedPods = {} } = status ?? {};
  return copyWith(status ?? {}, {
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: copyWith(disruptedPods, { [podName]: at }),
  });
}

function markDisrupted(pods: PodRegistry, storage: Storage, pod: Pod, actor: Actor): Pod {
  const condition: PodCondition = {
    type: "DisruptionTarget",
    status: "True",
    lastTransitionTime: formatTimestamp(storage.instantMs),
    reason: "EvictionByEvictionAPI",
    message: "Eviction API: evicting",
  };
  const others = (pod.status.conditions ?? []).filter(({ type }) => type !== "DisruptionTarget");
  const status = copyWith(pod.status, { conditions: [...others, condition] });
  return pods.replace({ ...pod, status }, pod, "patch", actor);
}
