/**
 * Evicts pods: marks a pod as disrupted and deletes it if its disruption budget allows that (`pods/eviction`, as in
 * pkg/registry/core/pod/storage/eviction.go, with its messages).
 */

import { copyWith } from "../api/copy-with.ts";
import { POD_DISRUPTION_BUDGET, type PodDisruptionBudget } from "../api/kinds/pod-disruption-budget.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod, PodCondition } from "../api/types.ts";
import { type ApiError, accepted, forbidden, notFound, type Result, refused } from "./errors.ts";
import { judgeEviction } from "./eviction-verdict.ts";
import type { Actor } from "./log.ts";
import type { PodRegistry } from "./pod-registry.ts";
import { checkPreconditions } from "./preconditions.ts";
import type { Registries } from "./registries.ts";
import type { Storage } from "./storage.ts";
import type { Preconditions } from "./write-options.ts";

interface Eviction {
  readonly namespace: string;
  readonly name: string;
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: Preconditions;
}

/** Evicts a pod; the answer has the pod as it is afterwards. */
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
  const violated = takeFromBudget(pods, objects, storage, pod, actor);
  if (violated !== undefined) return refused(violated);
  const marked = markDisrupted(pods, storage, pod, actor);
  return accepted(pods.deleteStored(marked, gracePeriodSeconds, actor));
}

/** Returns why an eviction is refused. If it is not, a budget with a maintained status has one disruption less. */
function takeFromBudget(
  pods: PodRegistry,
  objects: Registries,
  storage: Storage,
  pod: Pod,
  actor: Actor,
): ApiError | undefined {
  const { namespace, name } = pod.metadata;
  const budgets = objects.list(POD_DISRUPTION_BUDGET, namespace);
  const verdict = judgeEviction(pod, budgets, pods.pods.inNamespace(namespace));
  switch (verdict.kind) {
    case "impossible":
      return { reason: "InternalError", message: verdict.message };
    case "forbidden":
      return forbidden(POD_DISRUPTION_BUDGET, verdict.budget, verdict.detail);
    case "tooManyRequests":
      return { reason: "TooManyRequests", message: verdict.message };
    case "allowed":
      return verdict.takenFrom && takeDisruption(objects, verdict.takenFrom, name, storage.instantMs, actor);
  }
}

/** Takes one disruption from a budget with a maintained status (`checkAndDecrement`). */
export function takeDisruption(
  objects: Registries,
  budget: PodDisruptionBudget,
  podName: string,
  instantMs: number,
  actor: Actor,
): ApiError | undefined {
  const { namespace, name } = budget.metadata;
  const wanted = { ...budget, status: decremented(budget, podName, formatTimestamp(instantMs)) };
  const how = { actor, subresource: "status" } as const;
  const written = objects.of(POD_DISRUPTION_BUDGET).update(namespace, name, () => accepted(wanted), how);
  return written.ok ? undefined : written.error;
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
