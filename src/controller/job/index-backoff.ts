/** The back-off of one completion index (semantics 05, section 6.6), computed from the failed pod alone. */

import { remainingBackoffMs } from "./backoff.ts";
import { failuresSoFar } from "./indexes.ts";
import type { TrackedPod } from "./tracked-pod.ts";

/**
 * The remaining delay of the index, in milliseconds; 0 if it may run. Upstream: `getRemainingTimePerIndex`.
 *
 * @param delayed the failed pod of the index that is yet to be replaced, if there is one
 * @param instantMs now, in milliseconds since 1970
 * @param capMs the longest delay
 */
export function delayUntilRetryMs(delayed: TrackedPod | undefined, instantMs: number, capMs?: number): number {
  if (delayed === undefined) return 0;
  return remainingBackoffMs(
    { failures: failuresSoFar(delayed) + 1, lastFailureMs: delayed.finishMs },
    instantMs,
    capMs,
  );
}
