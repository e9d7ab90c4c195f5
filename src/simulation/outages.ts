/** Nodes that are drained, taken away, or lost, and that come back. */

import { formatTimestamp } from "../api/timestamp.ts";
import type { PodCondition } from "../api/types.ts";
import type { ApiServer } from "../apiserver/api-server.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import type { Kubelet } from "../kubelet/kubelet.ts";
import { withConditions } from "../kubelet/pod-status.ts";
import type { PodIdentities } from "./pod-identities.ts";

/**
 * A node that is away for a while.
 *
 * `drain`: closed to new pods, its pods evicted with time to stop, as `kubectl drain` and the handlers of spot notices
 * do. `loss`: its containers are gone at once; its pods are deleted by force when the taint manager gives it up, or when
 * the node is back.
 */
export interface Outage {
  readonly atMs: number;
  readonly node: string;
  readonly kind: "drain" | "loss";
  /** From its beginning to new pods; the node stays away where it is absent. */
  readonly downMs?: number;
}

/** From losing a node until its pods are given up: 40 s until it counts as unreachable, and a toleration of 300 s. */
export const GIVEN_UP_AFTER_MS = 340_000;

const EVICTED = { reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" } as const;
const GIVEN_UP = {
  reason: "DeletionByTaintManager",
  message: "Taint manager: deleting due to NoExecute taint",
} as const;

/** What outages act on. */
export interface OutageTargets {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly kubelet: Kubelet;
  readonly identities: PodIdentities;
}

/** Plans the outages of a run. */
export function scheduleOutages(targets: OutageTargets, outages: readonly Outage[]): void {
  const { loop } = targets;
  for (const outage of outages) loop.schedule(outage.atMs, Phase.world, () => begin(targets, outage));
}

function begin(targets: OutageTargets, { node, kind, downMs }: Outage): void {
  const { loop, kubelet } = targets;
  const { cluster } = kubelet;
  if (cluster === undefined) return;
  cluster.setSchedulable(node, false);
  const pods = cluster.podsOn(node);
  if (kind === "drain") for (const uid of pods) disrupt(targets, uid, EVICTED, undefined);
  else {
    for (const uid of pods) kubelet.lose(uid);
    const givenUpMs = Math.min(GIVEN_UP_AFTER_MS, downMs ?? Number.POSITIVE_INFINITY);
    loop.schedule(loop.nowMs + givenUpMs, Phase.world, () => {
      for (const uid of pods) disrupt(targets, uid, GIVEN_UP, 0);
    });
  }
  if (downMs === undefined) return;
  loop.schedule(loop.nowMs + downMs, Phase.world, () => {
    cluster.forgetImages(node);
    cluster.setSchedulable(node, true);
  });
}

/** Marks a pod as disrupted, and deletes it; one that is gone, or has ended, is left alone. */
function disrupt(
  { server, identities }: OutageTargets,
  uid: string,
  why: Pick<PodCondition, "reason" | "message">,
  graceSeconds: number | undefined,
): void {
  const found = identities.nameOf(uid);
  const pod = found === undefined ? undefined : server.pods.pods.get(found.namespace, found.name);
  if (pod === undefined || pod.metadata.uid !== uid) return;
  const { phase, conditions: before } = pod.status;
  if (phase === "Succeeded" || phase === "Failed" || pod.metadata.deletionTimestamp !== undefined) return;
  const at = formatTimestamp(server.storage.instantMs);
  const conditions = withConditions(before, [
    { type: "DisruptionTarget", status: "True", lastTransitionTime: at, ...why },
  ]);
  server.pods.replace({ ...pod, status: { ...pod.status, conditions } }, pod, "patch", "user");
  server.pods.delete(pod.metadata.namespace, pod.metadata.name, graceSeconds, "user");
}
