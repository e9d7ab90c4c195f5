/** The time that a controller takes for the end of a pod (semantics 05, section 6.4), read from its status alone. */

import { parseTimestamp } from "../../api/timestamp.ts";
import type { ContainerStatus, Pod } from "../../api/types.ts";

/**
 * When a pod that is over ended, in milliseconds since 1970: the end of the last of its containers or, if one of them
 * has none, as when it was waiting for its restart, the time since when the pod is not ready.
 */
export function endOfPod({ spec, status }: Pod): number | undefined {
  const sidecars = spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === "Always") ?? [];
  const ofSidecars =
    status.initContainerStatuses?.filter(({ name }) => sidecars.some((one) => one.name === name)) ?? [];
  const endsMs = ofSidecars.map(endOf);
  if (endsMs.includes(undefined)) return unreadySince(status);
  const regularMs = (status.containerStatuses ?? []).map(endOf);
  const known = [...endsMs, ...(regularMs.includes(undefined) ? [] : regularMs)].filter((endMs) => endMs !== undefined);
  return known.length === 0 ? unreadySince(status) : Math.max(...known);
}

function endOf({ state }: ContainerStatus): number | undefined {
  const text = state?.terminated?.finishedAt;
  return text === undefined ? undefined : parseTimestamp(text);
}

function unreadySince({ conditions = [] }: Pod["status"]): number | undefined {
  const ready = conditions.find(({ type }) => type === "Ready");
  return ready?.status === "False" && ready.lastTransitionTime !== undefined
    ? parseTimestamp(ready.lastTransitionTime)
    : undefined;
}
