/** How far a pod has come, as a scale-down looks at it (semantics 03, section 8), written apart from the controller. */

import { parseTimestamp } from "../../api/timestamp.ts";
import type { ContainerStatus, Pod } from "../../api/types.ts";

const PHASES: readonly string[] = ["Pending", "Unknown", "Running"];

/** Since when the pod is ready, in milliseconds since 1970; `undefined` while it is not. */
function readySince({ status }: Pod): number | undefined {
  const ready = status.conditions?.find(({ type }) => type === "Ready");
  if (ready?.status !== "True") return undefined;
  // One that does not say since when goes before all others.
  return ready.lastTransitionTime === undefined ? Number.POSITIVE_INFINITY : parseTimestamp(ready.lastTransitionTime);
}

function mostRestarts(statuses: readonly ContainerStatus[] = []): number {
  return Math.max(0, ...statuses.map(({ restartCount }) => restartCount ?? 0));
}

/** What decides, the first thing that differs before all others; the smaller goes first. */
function placeOf(pod: Pod): readonly number[] {
  const { metadata, spec, status } = pod;
  const sinceMs = readySince(pod);
  return [
    (spec.nodeName ?? "") === "" ? 0 : 1,
    PHASES.indexOf(status.phase ?? "Pending"),
    sinceMs === undefined ? 0 : 1,
    sinceMs === undefined ? 0 : -sinceMs,
    -mostRestarts(status.containerStatuses),
    -mostRestarts(status.initContainerStatuses),
    -parseTimestamp(metadata.creationTimestamp),
  ];
}

/** Whether a pod has come less far than another: a scale-down takes it first. False if nothing distinguishes them. */
export function isBehind(pod: Pod, other: Pod): boolean {
  const [a, b] = [placeOf(pod), placeOf(other)];
  const at = a.findIndex((value, i) => value !== b[i]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}
