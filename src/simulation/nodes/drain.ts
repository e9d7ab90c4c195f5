/** `kubectl drain`: evicts all pods of a node at once, and retries those that a budget protects every five seconds. */

import { POD_DISRUPTION_BUDGET } from "../../api/kinds/pod-disruption-budget.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { Pod } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { controllerNameOf } from "../../apiserver/controller-reference.ts";
import { takeDisruption } from "../../apiserver/eviction.ts";
import { type EvictionVerdict, judgeEviction } from "../../apiserver/eviction-verdict.ts";
import type { Actor } from "../../apiserver/log-entry.ts";
import { withDisruptionTarget } from "../../controller/disruption-target.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import type { ServerNodeApi } from "./server-node-api.ts";

/** Delay before a retry after 429 (`evictPods` in kubectl's drain). */
const RETRY_MS = 5_000;

const EVICTED = { reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" } as const;

export interface DrainWorld {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly api: ServerNodeApi;
}

/**
 * Evicts pods of a node.
 *
 * @param isOn returns false once the drain is cancelled
 * @param actor the actor in the log
 */
export function drain(world: DrainWorld, pods: readonly Pod[], isOn: () => boolean, actor: Actor = "user"): void {
  for (const pod of pods) evict(world, pod, isOn, actor);
}

/** @param isRetry whether the eviction was rejected before; only the first rejection is logged */
function evict(world: DrainWorld, seen: Pod, isOn: () => boolean, actor: Actor, isRetry = false): void {
  const { loop, server, api } = world;
  const { namespace, name, uid } = seen.metadata;
  const pod = api.pod(namespace, name);
  if (pod === undefined || pod.metadata.uid !== uid || !isOn()) return;
  // Pods that are already terminating are only waited for.
  if (pod.metadata.deletionTimestamp !== undefined) return;
  const budgets = server.objects.list(POD_DISRUPTION_BUDGET, namespace);
  const verdict = judgeEviction(pod, budgets, server.pods.pods.inNamespace(namespace));
  if (verdict.kind === "tooManyRequests") {
    if (!isRetry) logRejection(world, pod, verdict, actor);
    loop.schedule(loop.nowMs + RETRY_MS, Phase.world, () => evict(world, pod, isOn, actor, true));
  }
  if (verdict.kind !== "allowed") return;
  if (verdict.takenFrom !== undefined) takeDisruption(server.objects, verdict.takenFrom, name, api.instantMs, actor);
  const at = formatTimestamp(api.instantMs);
  api.patchPodStatus(pod, (status) => withDisruptionTarget(status, EVICTED, at), actor);
  api.deletePod(namespace, name, undefined, actor);
}

function logRejection(
  { server: { storage } }: DrainWorld,
  { metadata: { namespace, name, ownerReferences } }: Pod,
  { message, cause }: Extract<EvictionVerdict, { kind: "tooManyRequests" }>,
  actor: Actor,
): void {
  const { timeMs, log } = storage;
  const owner = controllerNameOf(ownerReferences);
  const error = { reason: "TooManyRequests", message: `${message} ${cause}` } as const;
  const entry = { kind: "request", timeMs, resource: "pods/eviction", verb: "create", actor, namespace, name } as const;
  log.append({ ...entry, error, ...(owner === undefined ? {} : { owner }) });
}
