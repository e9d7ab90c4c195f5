/** The time that a controller takes for the end of a pod (semantics 05, section 6.4), read from its status alone. */

import { parseTimestamp } from "../../api/timestamp.ts";
import type { Pod } from "../../api/types.ts";

/**
 * When the containers of a pod that is over ended, in milliseconds since 1970. Sidecars count; the end of one that was
 * waiting for its restart is unknown, and then the time since when the pod is not ready is used (section 6.4).
 */
export function endOfPod({ spec, status }: Pod): number | undefined {
  const sidecars = spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === "Always") ?? [];
  const ofSidecars =
    status.initContainerStatuses?.filter(({ name }) => sidecars.some((one) => one.name === name)) ?? [];
  let latestMs: number | undefined;
  for (const { state } of [...(status.containerStatuses ?? []), ...ofSidecars]) {
    const text = state?.terminated?.finishedAt;
    if (text === undefined) return sidecars.length === 0 ? undefined : unreadySince(status);
    latestMs = Math.max(latestMs ?? 0, parseTimestamp(text));
  }
  return latestMs;
}

function unreadySince({ conditions = [] }: Pod["status"]): number | undefined {
  const ready = conditions.find(({ type }) => type === "Ready");
  return ready?.status === "False" && ready.lastTransitionTime !== undefined
    ? parseTimestamp(ready.lastTransitionTime)
    : undefined;
}
