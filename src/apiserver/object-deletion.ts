/** What a DELETE does to an object other than a pod: which finalizers block it, and its new metadata. */

import { FOREGROUND_FINALIZER, ORPHAN_FINALIZER } from "../api/constants.ts";
import { copyWith } from "../api/copy-with.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { ObjectMeta } from "../api/types.ts";
import type { Propagation } from "./requests.ts";

/** The propagation policy of a DELETE: that of the request, else that of an earlier DELETE, else the kind's default. */
export function effectivePropagation(
  metadata: ObjectMeta,
  requested: Propagation | undefined,
  byDefault: Propagation,
): Propagation {
  if (requested !== undefined) return requested;
  const { finalizers = [] } = metadata;
  if (finalizers.includes(ORPHAN_FINALIZER)) return "Orphan";
  return finalizers.includes(FOREGROUND_FINALIZER) ? "Foreground" : byDefault;
}

/**
 * The metadata after a DELETE; the same object if it changes nothing. There is no grace period: without finalizers the
 * object is removed immediately. Marking it counts as a change of the desired state, so its `generation`, if any,
 * rises.
 *
 * @param nowMs instant of the request in milliseconds since 1970
 */
export function markDeleted(metadata: ObjectMeta, propagation: Propagation, nowMs: number): ObjectMeta {
  const { finalizers: held = [], ...rest } = metadata;
  const finalizers = finalizersFor(propagation, held);
  const isMarked = metadata.deletionTimestamp !== undefined;
  if (isMarked && finalizers.length === held.length && finalizers.every((name) => held.includes(name))) return metadata;
  return copyWith(rest, {
    deletionTimestamp: metadata.deletionTimestamp ?? formatTimestamp(nowMs),
    deletionGracePeriodSeconds: 0,
    ...(metadata.generation === undefined ? {} : { generation: metadata.generation + (isMarked ? 0 : 1) }),
    ...(finalizers.length === 0 ? {} : { finalizers }),
  });
}

/** A later DELETE may change the policy: the finalizer of the earlier policy is removed. */
function finalizersFor(propagation: Propagation, held: readonly string[]): readonly string[] {
  const others = held.filter((name) => name !== FOREGROUND_FINALIZER && name !== ORPHAN_FINALIZER);
  if (propagation === "Foreground") return [...others, FOREGROUND_FINALIZER];
  return propagation === "Orphan" ? [...others, ORPHAN_FINALIZER] : others;
}
