/** Pods that the kubelet itself ends: evictions and node shutdown (semantics 11, sections 9 and 10). */

import { isJsonObject } from "../api/json.ts";
import type { Container, Pod } from "../api/types.ts";

/** What the kubelet puts into the status of a pod that it ends. */
export interface KubeletEnd {
  readonly reason: string;
  readonly message: string;
  /** Whether it is a disruption: node pressure and shutdown are, exceeding a limit of the pod is not. */
  readonly isDisruption: boolean;
}

/** Reason of the condition `DisruptionTarget` for a disruption by the kubelet. */
export const TERMINATION_BY_KUBELET = "TerminationByKubelet";

export const EVICTION_CAUSES = [
  "memoryPressure",
  "diskPressure",
  "podStorageLimit",
  "containerStorageLimit",
  "emptyDirLimit",
] as const;
export type EvictionCause = (typeof EVICTION_CAUSES)[number];

/** Grace period of a hard eviction, before the minimum of two seconds is applied. */
export const EVICTION_GRACE_SECONDS = 1;

/** The limit in the message if the template has none. */
const USUAL_LIMIT = "1Gi";

/** Reason and message of an eviction by the kubelet. */
export function evictionOf(pod: Pod, cause: EvictionCause): KubeletEnd {
  const message = MESSAGES[cause](pod);
  return { reason: "Evicted", message, isDisruption: cause === "memoryPressure" || cause === "diskPressure" };
}

const MESSAGES: Readonly<Record<EvictionCause, (pod: Pod) => string>> = {
  memoryPressure: (pod) => pressure(pod, "memory", "Threshold quantity: 100Mi, available: 90Mi", "900Mi"),
  diskPressure: (pod) => pressure(pod, "ephemeral-storage", "Threshold quantity: 10Gi, available: 9Gi", "900Mi"),
  podStorageLimit: (pod) =>
    `Pod ephemeral local storage usage exceeds the total limit of containers ${storageLimitOf(pod)}. `,
  containerStorageLimit: (pod) =>
    `Container ${nameOf(pod)} exceeded its local ephemeral storage limit "${storageLimitOf(pod)}". `,
  emptyDirLimit: (pod) => {
    const { name, limit } = emptyDirOf(pod);
    return `Usage of EmptyDir volume "${name}" exceeds the limit "${limit}". `;
  },
};

/** The trailing space is the kubelet's. */
function pressure(pod: Pod, resource: string, threshold: string, used: string): string {
  const requested = pod.spec.containers[0]?.resources?.requests?.[resource] ?? "0";
  const usage = `Container ${nameOf(pod)} was using ${used}, request is ${requested}, has larger consumption of ${resource}. `;
  return `The node was low on resource: ${resource}. ${threshold}. ${usage}`;
}

function nameOf({ spec }: Pod): string {
  return spec.containers[0]?.name ?? "";
}

function storageLimitOf({ spec }: Pod): string {
  const limits = spec.containers.map(({ resources }: Container) => resources?.limits?.["ephemeral-storage"]);
  return String(limits.find((limit) => limit !== undefined) ?? USUAL_LIMIT);
}

function emptyDirOf({ spec }: Pod): { readonly name: string; readonly limit: string } {
  const volumes: readonly unknown[] = Array.isArray(spec.volumes) ? spec.volumes : [];
  for (const volume of volumes) {
    if (!isJsonObject(volume) || !isJsonObject(volume.emptyDir)) continue;
    const { sizeLimit } = volume.emptyDir;
    return { name: String(volume.name), limit: typeof sizeLimit === "string" ? sizeLimit : USUAL_LIMIT };
  }
  return { name: "scratch", limit: USUAL_LIMIT };
}

/** Reason and message of a graceful node shutdown. */
export const SHUTDOWN: KubeletEnd = {
  reason: "Terminated",
  message: "Pod was terminated in response to imminent node shutdown.",
  isDisruption: true,
};
