/** Nodes that are drained, taken away, or lost, and that come back. */

import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod, PodCondition } from "../api/types.ts";
import type { ApiServer } from "../apiserver/api-server.ts";
import { isTerminalPhase } from "../apiserver/pod-deletion.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import type { Kubelet } from "../kubelet/kubelet.ts";
import { withConditions } from "../kubelet/pod-status.ts";
import { POD_GC, POD_GC_PERIOD_MS } from "./controllers/pod-gc.ts";
import type { NodeOutage } from "./node-outage.ts";
import type { PodIdentities } from "./pod-identities.ts";

/** From losing a node until its pods are given up: 40 s until it counts as unreachable, and a toleration of 300 s. */
export const GIVEN_UP_AFTER_MS = 340_000;

/** How long PodGC waits before it believes that a node is gone (`nodeQuarantine` in pkg/controller/podgc). */
const QUARANTINE_MS = 40_000;

const EVICTED = { reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" } as const;
const GIVEN_UP = {
  reason: "DeletionByTaintManager",
  message: "Taint manager: deleting due to NoExecute taint",
} as const;

const COLLECTED = { reason: "DeletionByPodGC", message: "PodGC: node no longer exists" } as const;

/** What outages act on. */
export interface OutageTargets {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly kubelet: Kubelet;
  readonly identities: PodIdentities;
}

type Cause = Pick<PodCondition, "reason" | "message">;

/** Plans the outages of a run. */
export function scheduleOutages(targets: OutageTargets, outages: readonly NodeOutage[]): void {
  const { loop } = targets;
  for (const outage of outages) loop.schedule(outage.atMs, Phase.world, () => begin(targets, outage));
}

function begin(targets: OutageTargets, { node, kind, downMs }: NodeOutage): void {
  const { loop, kubelet } = targets;
  const { cluster } = kubelet;
  if (cluster === undefined) return;
  cluster.setSchedulable(node, false);
  const pods = cluster.podsOn(node);
  if (kind === "drain") for (const uid of pods) disrupt(targets, uid, EVICTED, undefined);
  else {
    for (const uid of pods) {
      const slot = slotOf(targets, uid);
      if (slot !== undefined) kubelet.lose(slot);
    }
    const removed = kind === "removal";
    const nextPassMs = POD_GC_PERIOD_MS - (loop.nowMs % POD_GC_PERIOD_MS);
    const afterMs = removed ? nextPassMs + QUARANTINE_MS : Math.min(GIVEN_UP_AFTER_MS, downMs ?? GIVEN_UP_AFTER_MS);
    loop.schedule(loop.nowMs + afterMs, Phase.world, () => {
      for (const uid of pods) {
        if (removed) collect(targets, uid);
        else disrupt(targets, uid, GIVEN_UP, 0);
      }
    });
  }
  if (downMs === undefined) return;
  loop.schedule(loop.nowMs + downMs, Phase.world, () => {
    cluster.forgetImages(node);
    cluster.setSchedulable(node, true);
  });
}

function slotOf({ server, identities }: OutageTargets, uid: string): number | undefined {
  const found = identities.nameOf(uid);
  return found === undefined ? undefined : server.pods.pods.slotOf(found.namespace, found.name);
}

/** Marks a pod as disrupted, and deletes it; one that is gone, is going, or has ended is left alone. */
function disrupt(targets: OutageTargets, uid: string, why: Cause, graceSeconds: number | undefined): void {
  const { server } = targets;
  const pod = findLiving(targets, uid);
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
  const status = { ...pod.status, conditions: disrupted(server, pod, why) };
  server.pods.replace({ ...pod, status }, pod, "patch", "user");
  server.pods.delete(pod.metadata.namespace, pod.metadata.name, graceSeconds, "user");
}

/** What PodGC does to a pod whose node is no more: it fails, and goes at once. */
function collect(targets: OutageTargets, uid: string): void {
  const { server } = targets;
  const pod = findLiving(targets, uid);
  if (pod === undefined) return;
  const status = { ...pod.status, phase: "Failed" as const, conditions: disrupted(server, pod, COLLECTED) };
  server.pods.replace({ ...pod, status }, pod, "patch", POD_GC);
  const { namespace, name } = pod.metadata;
  if (server.pods.pods.get(namespace, name) !== undefined) server.pods.delete(namespace, name, 0, POD_GC);
}

function disrupted(server: ApiServer, { status }: Pod, why: Cause): readonly PodCondition[] {
  const at = formatTimestamp(server.storage.instantMs);
  return withConditions(status.conditions, [
    { type: "DisruptionTarget", status: "True", lastTransitionTime: at, ...why },
  ]);
}

/** The pod, unless it is gone or has ended. */
function findLiving({ server, identities }: OutageTargets, uid: string): Pod | undefined {
  const found = identities.nameOf(uid);
  const pod = found === undefined ? undefined : server.pods.pods.get(found.namespace, found.name);
  return pod?.metadata.uid === uid && !isTerminalPhase(pod.status.phase) ? pod : undefined;
}
