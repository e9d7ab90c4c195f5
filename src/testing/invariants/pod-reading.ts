/** What invariants read from a pod, written apart from the controller so that they do not share its mistakes. */

import { COMPLETION_INDEX_ANNOTATION, JOB_TRACKING_FINALIZER } from "../../api/constants.ts";
import type { KubeObject, OwnerReference, Pod } from "../../api/types.ts";

export function hasFinalizer(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(JOB_TRACKING_FINALIZER) === true;
}

export function isTerminal({ status: { phase } }: Pod): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

export function isMarked(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** What controls an object. */
export function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** UID of the pod's controller. */
export function controllerUidOf(pod: Pod): string | undefined {
  return controllerOf(pod)?.uid;
}

/** Completion index by annotation; -1 if there is none. */
export function indexOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[COMPLETION_INDEX_ANNOTATION];
  if (text === undefined || !/^\+?\d+$/.test(text)) return -1;
  return Number(text);
}

/** Whether a user's change of a pod touches what belongs to its controller, or undoes its end. */
export function tampers(pod: Pod, previous: Pod): boolean {
  const { labels, annotations, ownerReferences, finalizers } = pod.metadata;
  const before = previous.metadata;
  if (isTerminal(previous) && pod.status.phase !== previous.status.phase) return true;
  return (
    labels !== before.labels ||
    annotations !== before.annotations ||
    ownerReferences !== before.ownerReferences ||
    finalizers !== before.finalizers
  );
}
