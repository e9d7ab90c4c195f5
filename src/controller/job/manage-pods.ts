/** Creates missing pods and deletes surplus ones (semantics 03, section 6). */

import type { ApiError } from "../../apiserver/errors.ts";
import type { Process } from "../process.ts";
import { remainingBackoffMs } from "./backoff.ts";
import { BACKOFF_CAP_MS, BACKOFF_RECHECK_MIN_MS, MAX_PODS_PER_SYNC } from "./constants.ts";
import { createPods } from "./create-pods.ts";
import { bookRemoval, deletePods, deleteSurplusPods } from "./delete-pods.ts";
import { deletionOrder } from "./deletion-order.ts";
import {
  explainCreated,
  explainDeletion,
  explainIndexBackoff,
  explainJobBackoff,
  explainNoCreation,
  podCount,
} from "./explain-pods.ts";
import { failuresSoFar, firstPendingIndexes } from "./indexes.ts";
import { misplacedPods } from "./misplaced-pods.ts";
import { NO_INDEX } from "./pod-facts.ts";
import { isIndexed, isSuspended, replacesAfterTermination, type SyncContext } from "./sync-context.ts";
import type { TrackedPod } from "./tracked-pod.ts";

/**
 * Deletes all active pods of a Job with a verdict; the verdict is deferred if a deletion failed or expectations are
 * open.
 *
 * Upstream: `deleteActivePods`.
 */
export function* deleteActivePods(context: SyncContext): Process<ApiError | undefined> {
  const victims = [...context.pods.active];
  if (victims.length > 0) explainDeletion(context, victims.length);
  const { deleted, error } = yield* deletePods(context, victims);
  if (deleted !== victims.length || !context.expectationsSatisfied) context.verdict = undefined;
  // The real controller subtracts ready pods even if their deletion failed.
  bookRemoval(context, deleted, victims);
  return error;
}

/**
 * Brings the number of active pods closer to what is wanted, by deletions or creations, never both in one sync.
 *
 * Upstream: `manageJob`.
 */
export function* managePods(context: SyncContext): Process<ApiError | undefined> {
  const { job, pods } = context;
  if (isSuspended(job)) {
    const count = pods.active.size;
    if (count > 0) context.env.because?.(context.key, "suspended-pods-removed", { count: podCount(count) });
    return yield* deleteSurplusPods(context, [...pods.active]);
  }
  const wanted = wantedPods(context);
  const surplus = surplusPods(context, Math.max(0, context.active - wanted)).slice(0, MAX_PODS_PER_SYNC);
  if (surplus.length > 0) {
    const { active } = context;
    context.env.because?.(context.key, "surplus-removed", { count: podCount(surplus.length), active, wanted });
    return yield* deleteSurplusPods(context, surplus);
  }
  const replacing = replacesAfterTermination(context) ? context.terminating : 0;
  const missing = wanted - context.active - replacing;
  if (missing <= 0) explainNoCreation(context, wanted, replacing);
  return missing > 0 ? yield* addPods(context, missing) : undefined;
}

/** The wanted number of active pods. A work-queue Job gets no new pods after its first success. */
function wantedPods({ job, active, succeededTotal }: SyncContext): number {
  const { completions, parallelism = 1 } = job.spec;
  if (completions === undefined) return succeededTotal > 0 ? active : parallelism;
  return Math.max(0, Math.min(completions - succeededTotal, parallelism));
}

/**
 * The pods to remove if there are too many: first those with an invalid or duplicate index, then the least advanced
 * (semantics 03, sections 6 and 8).
 *
 * Upstream: `activePodsForRemoval`.
 */
function surplusPods({ job, pods, env }: SyncContext, surplus: number): TrackedPod[] {
  const order = deletionOrder(env.compareListed, env.switches.sidecarDeletionOrder);
  const misplaced =
    isIndexed(job) && pods.hasMisplacedActive ? misplacedPods(pods.active, job.spec.completions ?? 0, order) : [];
  if (misplaced.length >= surplus) return misplaced;
  const taken = new Set(misplaced);
  const rest = [...pods.active].filter((pod) => !taken.has(pod)).sort((a, b) => order(a.pod, b.pod));
  return [...misplaced, ...rest.slice(0, surplus - misplaced.length)];
}

function* addPods(context: SyncContext, missing: number): Process<ApiError | undefined> {
  const { indexes, job, env } = context;
  const perIndex = job.spec.backoffLimitPerIndex !== undefined;
  const waitMs = perIndex ? 0 : jobBackoffMs(context);
  if (waitMs > 0) {
    explainJobBackoff(context, waitMs);
    return waitForBackoff(context, waitMs);
  }
  const count = Math.min(missing, MAX_PODS_PER_SYNC);
  const explainCreation = (created: number) => explainCreated(context, created, missing);
  if (indexes === undefined) {
    explainCreation(count);
    return yield* createPods(context, new Array<number>(count).fill(NO_INDEX));
  }
  const candidates = firstPendingIndexes(context.pods, indexes, count, replacesAfterTermination(context));
  const expectsEarly = env.switches.creationExpectation === "early";
  if (!perIndex) {
    explainCreation(candidates.length);
    return yield* createPods(context, candidates, expectsEarly ? count : candidates.length);
  }
  const capMs = BACKOFF_CAP_MS[env.switches.backoffCap];
  const waits = candidates.map((index) => delayUntilRetryMs(indexes.delayed[index], env.instantMs(), capMs));
  const ready = candidates.filter((_, at) => waits[at] === 0);
  if (ready.length === 0 && candidates.length > 0) {
    explainIndexBackoff(context, candidates, Math.min(...waits));
    return waitForBackoff(context, Math.min(...waits));
  }
  explainCreation(ready.length);
  return yield* createPods(context, ready, expectsEarly ? count : ready.length);
}

/** The remaining back-off of the whole Job; old releases delay the sync that sees a failure instead. */
function jobBackoffMs({ env, backoffRecord }: SyncContext): number {
  if (env.switches.backoffSource === "retries") return 0;
  return remainingBackoffMs(backoffRecord, env.instantMs(), BACKOFF_CAP_MS[env.switches.backoffCap]);
}

/**
 * The remaining back-off of one index, in milliseconds, computed from its failed pod alone; 0 if it may run (semantics
 * 05, section 6.6).
 *
 * Upstream: `getRemainingTimePerIndex`.
 *
 * @param delayed the failed pod of the index that is yet to be replaced, if there is one
 * @param instantMs now, in milliseconds since 1970
 * @param capMs the longest delay
 */
function delayUntilRetryMs(delayed: TrackedPod | undefined, instantMs: number, capMs?: number): number {
  if (delayed === undefined) return 0;
  return remainingBackoffMs(
    { failures: failuresSoFar(delayed) + 1, lastFailureMs: delayed.finishMs },
    instantMs,
    capMs,
  );
}

/** Creates nothing now, and syncs the Job again when pods may be created. */
function waitForBackoff(context: SyncContext, waitMs: number): undefined {
  const { activeDuringBackoff, backoffRecheckMin } = context.env.switches;
  context.env.queue.addAfter(context.key, Math.max(waitMs, BACKOFF_RECHECK_MIN_MS[backoffRecheckMin]));
  if (activeDuringBackoff === "zero") context.active = 0;
}
