/** What the Job controller reads from a single pod (semantics 00, section 4; 06, section 1). */

import {
  COMPLETION_INDEX_ANNOTATION,
  INDEX_FAILURE_COUNT_ANNOTATION,
  INDEX_IGNORED_FAILURE_COUNT_ANNOTATION,
  JOB_TRACKING_FINALIZER,
} from "../../api/constants.ts";
import { parseGoInteger } from "../../api/index-set.ts";
import type { OwnerReference, Pod } from "../../api/types.ts";

/** A pod is in exactly one of these groups; `succeeded` and `failed` are final. */
export type PodGroupName = "active" | "terminating" | "succeeded" | "failed";

/** The index of a pod that has none. */
export const NO_INDEX = -1;
const MAX_INT32 = 2_147_483_647;

export function groupOf(pod: Pod): PodGroupName {
  if (pod.status.phase === "Succeeded") return "succeeded";
  if (pod.status.phase === "Failed") return "failed";
  return pod.metadata.deletionTimestamp === undefined ? "active" : "terminating";
}

/**
 * The completion index from the annotation (the label is never read); `NO_INDEX` if it is missing or not a natural
 * number.
 *
 * Upstream: `getCompletionIndex`.
 */
export function completionIndexOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[COMPLETION_INDEX_ANNOTATION];
  if (text === undefined) return NO_INDEX;
  const index = parseGoInteger(text);
  return index === undefined || index < 0 ? NO_INDEX : index;
}

export function hasTrackingFinalizer(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(JOB_TRACKING_FINALIZER) ?? false;
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

export function controllerOf({ metadata }: Pick<Pod, "metadata">): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** Failures of earlier pods of the same index, from annotations that the controller set when it created the pod. */
export interface IndexFailures {
  readonly counted: number;
  readonly ignored: number;
}

export function indexFailuresOf(pod: Pod): IndexFailures {
  return {
    counted: countAnnotation(pod, INDEX_FAILURE_COUNT_ANNOTATION),
    ignored: countAnnotation(pod, INDEX_IGNORED_FAILURE_COUNT_ANNOTATION),
  };
}

function countAnnotation(pod: Pod, annotation: string): number {
  const text = pod.metadata.annotations?.[annotation];
  const count = text === undefined ? undefined : parseGoInteger(text);
  return count === undefined || count < 0 || count > MAX_INT32 ? 0 : count;
}
