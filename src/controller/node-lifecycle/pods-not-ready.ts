/** Marks the pods of a silent node as not ready (`MarkPodsNotReady`). */

import { formatTimestamp } from "../../api/timestamp.ts";
import type { Pod, PodStatus, Timestamp } from "../../api/types.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { NodeApi } from "../node-api.ts";

/** Sets Ready to False; the reason of the condition and the container statuses do not change. */
export function markPodsNotReady(api: NodeApi, pods: readonly Pod[], actor: Actor): void {
  const at = formatTimestamp(api.instantMs);
  for (const pod of pods) {
    const ready = pod.status.conditions?.find(({ type }) => type === "Ready");
    if (ready === undefined || ready.status === "False") continue;
    if (!api.patchPodStatus(pod, (status) => withoutReady(status, at), actor)) continue;
    const { namespace, name } = pod.metadata;
    const about = { kind: "Pod", namespace, name } as const;
    api.recordEvent({ ...about, type: "Warning", reason: "NodeNotReady", message: "Node is not ready" }, actor);
  }
}

function withoutReady(status: PodStatus, at: Timestamp): PodStatus {
  const conditions = status.conditions?.map((condition) =>
    condition.type === "Ready" ? { ...condition, status: "False" as const, lastTransitionTime: at } : condition,
  );
  return conditions === undefined ? status : { ...status, conditions };
}
