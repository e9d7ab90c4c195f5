/** When a pod finished, for back-off arithmetic (semantics 05, section 6.4). */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { ContainerStatus, Pod } from "../../api/types.ts";

const NO_SIDECARS: ReadonlySet<string> = new Set();

/**
 * The first of these that is known, in milliseconds since 1970: end of the containers, loss of readiness, deletion,
 * creation.
 *
 * Upstream: `getFinishedTime`.
 *
 * @param withSidecars whether the end of sidecars counts, too
 */
export function finishTimeOf(pod: Pod, withSidecars = true): number {
  return (
    containersFinishedAt(pod, withSidecars) ??
    readinessLostAt(pod) ??
    deletionRequestedAt(pod) ??
    parseTimestamp(pod.metadata.creationTimestamp)
  );
}

/** The latest end of the regular and sidecar containers, if all of them have ended. */
function containersFinishedAt(pod: Pod, withSidecars: boolean): number | undefined {
  let latestMs: number | undefined;
  for (const status of pod.status.containerStatuses ?? []) {
    const finishedMs = finishedAt(status);
    if (finishedMs === undefined) {
      latestMs = undefined;
      break;
    }
    latestMs = Math.max(latestMs ?? finishedMs, finishedMs);
  }
  const sidecars = withSidecars ? sidecarNames(pod) : NO_SIDECARS;
  if (sidecars.size === 0) return latestMs;
  for (const status of pod.status.initContainerStatuses ?? []) {
    if (!sidecars.has(status.name)) continue;
    const finishedMs = finishedAt(status);
    if (finishedMs === undefined) return undefined;
    latestMs = Math.max(latestMs ?? finishedMs, finishedMs);
  }
  return latestMs;
}

function finishedAt(status: ContainerStatus): number | undefined {
  const text = status.state?.terminated?.finishedAt;
  return text === undefined ? undefined : parseTimestamp(text);
}

/** Names of the restartable init containers. */
export function sidecarNames(pod: Pod): ReadonlySet<string> {
  const { initContainers } = pod.spec;
  if (initContainers === undefined) return NO_SIDECARS;
  return new Set(initContainers.filter(({ restartPolicy }) => restartPolicy === "Always").map(({ name }) => name));
}

function readinessLostAt(pod: Pod): number | undefined {
  const ready = pod.status.conditions?.find(({ type }) => type === "Ready");
  if (ready?.status !== "False" || ready.lastTransitionTime === undefined) return undefined;
  return parseTimestamp(ready.lastTransitionTime);
}

function deletionRequestedAt(pod: Pod): number | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
  if (deletionTimestamp === undefined) return undefined;
  return parseTimestamp(deletionTimestamp) - secondsToDurationMs(deletionGracePeriodSeconds);
}
