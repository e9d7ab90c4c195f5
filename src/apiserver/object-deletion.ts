/** What a DELETE does to an object other than a pod: which finalizers hold it, and what its metadata become. */

import { FOREGROUND_FINALIZER, ORPHAN_FINALIZER } from "../api/constants.ts";
import { copyWith } from "../api/copy-with.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { ObjectMeta } from "../api/types.ts";
import type { Propagation } from "./requests.ts";

/** The policy of a DELETE: what the request says, else what an earlier one left, else the default of the kind. */
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
 * The metadata after a DELETE; the very same where it changes nothing. There is no grace period: without finalizers the
 * object is gone at once. The mark counts as a change of the desired state, so `generation`, if there is one, rises.
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

/** A later DELETE may change its mind: the finalizer of the earlier policy goes. */
function finalizersFor(propagation: Propagation, held: readonly string[]): readonly string[] {
  const others = held.filter((name) => name !== FOREGROUND_FINALIZER && name !== ORPHAN_FINALIZER);
  if (propagation === "Foreground") return [...others, FOREGROUND_FINALIZER];
  return propagation === "Orphan" ? [...others, ORPHAN_FINALIZER] : others;
}
