/** The order in which surplus active pods are deleted (semantics 03, section 8). */

import { parseTimestamp } from "../../api/timestamp.ts";
import type { ContainerStatus, Pod } from "../../api/types.ts";
import { sidecarNames } from "./finish-time.ts";
import type { ComparePods } from "./list-order.ts";

/** Rules in order of precedence; the first that distinguishes two pods decides. Negative: `a` is deleted first. */
const RULES: readonly ComparePods[] = [
  (a, b) => Number(isBound(a)) - Number(isBound(b)),
  (a, b) => phaseRank(a) - phaseRank(b),
  (a, b) => Number(readySince(a) !== undefined) - Number(readySince(b) !== undefined),
  byReadyTime,
  (a, b) => maxRestarts(b, false) - maxRestarts(a, false),
];
const RULES_WITHOUT_SIDECARS = [...RULES, byCreationTime];
const RULES_WITH_SIDECARS = [...RULES, bySidecarRestarts, byCreationTime];

/**
 * Orders pods for deletion: the least advanced first, then those with most restarts, then the newest.
 * Upstream: `controller.ActivePods`.
 *
 * @param otherwise breaks ties between pods that no rule distinguishes
 * @param withSidecars whether restarts of sidecars are compared, too
 */
export function deletionOrder(otherwise: ComparePods, withSidecars = true): ComparePods {
  const rules = withSidecars ? RULES_WITH_SIDECARS : RULES_WITHOUT_SIDECARS;
  return (a, b) => {
    for (const rule of rules) {
      const order = rule(a, b);
      if (order !== 0) return order;
    }
    return otherwise(a, b);
  };
}

function isBound(pod: Pod): boolean {
  return pod.spec.nodeName !== undefined && pod.spec.nodeName !== "";
}

function phaseRank(pod: Pod): number {
  switch (pod.status.phase) {
    case "Running":
      return 2;
    case "Unknown":
      return 1;
    default:
      return 0;
  }
}

/** When the pod became ready (NaN if unknown), or `undefined` if it is not ready. */
function readySince(pod: Pod): number | undefined {
  const ready = pod.status.conditions?.find(({ type }) => type === "Ready");
  if (ready?.status !== "True") return undefined;
  return ready.lastTransitionTime === undefined ? Number.NaN : parseTimestamp(ready.lastTransitionTime);
}

function byReadyTime(a: Pod, b: Pod): number {
  const aMs = readySince(a);
  const bMs = readySince(b);
  return aMs === undefined || bMs === undefined ? 0 : laterFirst(aMs, bMs);
}

function byCreationTime(a: Pod, b: Pod): number {
  return laterFirst(parseTimestamp(a.metadata.creationTimestamp), parseTimestamp(b.metadata.creationTimestamp));
}

function bySidecarRestarts(a: Pod, b: Pod): number {
  return maxRestarts(b, true) - maxRestarts(a, true);
}

/** Later first; unknown times before all others. */
function laterFirst(aMs: number, bMs: number): number {
  if (Number.isNaN(aMs) || Number.isNaN(bMs)) return Number(Number.isNaN(bMs)) - Number(Number.isNaN(aMs));
  return bMs - aMs;
}

function maxRestarts(pod: Pod, ofSidecars: boolean): number {
  if (!ofSidecars) return highest(pod.status.containerStatuses);
  const sidecars = sidecarNames(pod);
  return highest(pod.status.initContainerStatuses?.filter(({ name }) => sidecars.has(name)));
}

function highest(statuses: readonly ContainerStatus[] = []): number {
  return statuses.reduce((most, { restartCount = 0 }) => Math.max(most, restartCount), 0);
}
