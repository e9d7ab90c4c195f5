/** What a DELETE does to a pod (graceful deletion in the API server). */

import { DEFAULT_GRACE_SECONDS } from "../api/constants.ts";
import { copyWith } from "../api/copy-with.ts";
import { secondsToDurationMs } from "../api/go-duration.ts";
import { formatTimestamp, parseTimestamp } from "../api/timestamp.ts";
import type { ObjectMeta, Pod } from "../api/types.ts";

export function isTerminalPhase(phase: string | undefined): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/** The effective grace period of a delete: zero if there is nothing to stop. */
export function effectiveGraceSeconds(pod: Pod, requestedSeconds: number | undefined): number {
  if (pod.spec.nodeName === undefined || pod.spec.nodeName === "" || isTerminalPhase(pod.status.phase)) return 0;
  return requestedSeconds ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
}

/**
 * The metadata after a DELETE, or `undefined` if the request changes nothing: a second DELETE can only shorten the
 * grace period.
 *
 * @param nowMs instant of the request in milliseconds since 1970
 * @param graceSeconds effective grace period, 0 or more
 */
export function markPodDeleted(pod: Pod, nowMs: number, graceSeconds: number): ObjectMeta | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds: earlierSeconds = 0 } = pod.metadata;
  if (deletionTimestamp === undefined) {
    return copyWith(pod.metadata, {
      deletionTimestamp: formatTimestamp(nowMs + secondsToDurationMs(graceSeconds)),
      deletionGracePeriodSeconds: graceSeconds,
    });
  }
  if (graceSeconds >= earlierSeconds) return undefined;
  const requestedMs = parseTimestamp(deletionTimestamp) - secondsToDurationMs(earlierSeconds);
  return copyWith(pod.metadata, {
    deletionTimestamp: formatTimestamp(requestedMs + secondsToDurationMs(graceSeconds)),
    deletionGracePeriodSeconds: graceSeconds,
  });
}

/**
 * Whether an object with this metadata is removed: it is being deleted, its grace period is 0, and has no finalizers.
 */
export function isGone(metadata: ObjectMeta): boolean {
  return (
    metadata.deletionTimestamp !== undefined &&
    (metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
    (metadata.finalizers === undefined || metadata.finalizers.length === 0)
  );
}
