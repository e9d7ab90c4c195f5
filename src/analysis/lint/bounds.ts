/**
 * What the limits of a Job allow at most: pods, waiting, retries. Property tests compare simulations with every bound.
 */

import type { JobSpec } from "../../api/types.ts";
import { backoffDelayMs } from "../../controller/job/backoff.ts";
import { BACKOFF_CAP_MS } from "../../controller/job/constants.ts";
import { DEFAULT_SWITCHES, type Switches } from "../../simulation/switches.ts";

/** What in a release decides about the longest back-off. */
export type Backoff = Pick<Switches, "backoffCap">;

/** `backoffLimit` if a limit for each index takes its place. */
export const NO_LIMIT = 2 ** 31 - 1;

/** Around each pod: a second of batching when it ends, a second until the Job is looked at, a second cut from times. */
export const SLACK_PER_POD_MS = 3_000;

/** From here on each failure waits as long as a delay can be. */
const FAILURES_AT_CAP = 7;

/** The total back-off of a Job after its first `failures` failures in a row, milliseconds. */
export function totalBackoffMs(failures: number, { backoffCap }: Backoff = DEFAULT_SWITCHES): number {
  const capMs = BACKOFF_CAP_MS[backoffCap];
  let totalMs = 0;
  for (let n = 1; n <= Math.min(failures, FAILURES_AT_CAP); n++) totalMs += backoffDelayMs(n, capMs);
  return totalMs + Math.max(0, failures - FAILURES_AT_CAP) * capMs;
}

/** The delays after the first failures, milliseconds. */
export function backoffDelaysMs(failures: number, cap: Switches["backoffCap"]): number[] {
  return Array.from({ length: failures }, (_, i) => backoffDelayMs(i + 1, BACKOFF_CAP_MS[cap]));
}

/** How many failures in a row have their back-offs over within a time. */
export function retriesWithin(limitMs: number, most: number, { backoffCap }: Backoff = DEFAULT_SWITCHES): number {
  let retries = 0;
  let waitedMs = 0;
  while (retries < most) {
    waitedMs += backoffDelayMs(retries + 1, BACKOFF_CAP_MS[backoffCap]);
    if (waitedMs >= limitMs) break;
    retries++;
  }
  return retries;
}

/** How many pods of the Job run at once. */
export function widthOf({ parallelism = 1, completions = parallelism }: JobSpec): number {
  return Math.min(parallelism, completions);
}

/** The upper bounds until a Job has failed if every pod fails. */
export interface FailureBound {
  readonly fewestPods: number;
  readonly mostPods: number;
  /** Waiting for back-offs. */
  readonly waitMs: number;
  /** Pods, or runs of a container, that come one after the other. */
  readonly attempts: number;
}

/**
 * How a Job ends if all its pods fail: by `backoffLimit`, or index by index.
 *
 * It holds for a Job that nobody suspends, changes or deletes, with pods that all start and end by themselves, and
 * without failures that a policy ignores. A deadline can only shorten it.
 *
 * @param spec with defaults, one or more pods at once
 */
export function failureBound(spec: JobSpec, backoff: Backoff = DEFAULT_SWITCHES): FailureBound {
  if (spec.template.spec.restartPolicy === "OnFailure") return restartBound(spec);
  const { backoffLimitPerIndex } = spec;
  return backoffLimitPerIndex === undefined ? jobBound(spec, backoff) : indexBound(spec, backoffLimitPerIndex, backoff);
}

/** The longest time until the Job has failed, if each pod takes at most `podMs` from its creation to its end. */
export function latestFailureMs({ waitMs, attempts }: FailureBound, podMs: number): number {
  return waitMs + attempts * (podMs + SLACK_PER_POD_MS);
}

/** Each failure but the last is followed by its delay, or by the end of a pod that ran alongside it. */
function jobBound(spec: JobSpec, backoff: Backoff): FailureBound {
  const { backoffLimit: limit = 0 } = spec;
  const width = widthOf(spec);
  return {
    fewestPods: limit + 1,
    mostPods: limit + width,
    waitMs: totalBackoffMs(limit, backoff),
    attempts: limit + 1,
  };
}

/** Indexes take turns in `width` places; each keeps its place while it waits. */
function indexBound(spec: JobSpec, perIndex: number, backoff: Backoff): FailureBound {
  const { completions = 0, maxFailedIndexes = completions, backoffLimit = NO_LIMIT } = spec;
  const width = widthOf(spec);
  const indexes = Math.min(completions, maxFailedIndexes + 1);
  const turns = Math.ceil((indexes - 1) / width) + 1;
  return {
    fewestPods: Math.min(indexes * (perIndex + 1), backoffLimit + 1),
    mostPods: Math.min(completions * (perIndex + 1), backoffLimit + width),
    waitMs: turns * totalBackoffMs(perIndex, backoff),
    attempts: turns * (perIndex + 1),
  };
}

const CRASH_LOOP_INITIAL_MS = 10_000;
const CRASH_LOOP_MAX_MS = 300_000;

/** The kubelet restarts containers in place: at once, then after 10, 20 … seconds, at most five minutes. */
function restartBound(spec: JobSpec): FailureBound {
  const restarts = restartsUntilFailure(spec);
  const width = widthOf(spec);
  return { fewestPods: 1, mostPods: width, waitMs: totalCrashLoopMs(restarts), attempts: restarts };
}

/** With OnFailure, reaching the limit is enough, and a limit of 0 is reached by the first restart too. */
export function restartsUntilFailure({ backoffLimit = 0 }: JobSpec): number {
  return Math.max(1, backoffLimit);
}

function totalCrashLoopMs(restarts: number): number {
  const growing = 6;
  let totalMs = 0;
  for (let n = 2; n <= Math.min(restarts, growing); n++) totalMs += CRASH_LOOP_INITIAL_MS * 2 ** (n - 2);
  return totalMs + Math.max(0, restarts - growing) * CRASH_LOOP_MAX_MS;
}

/** The maximum length of `completedIndexes` and `failedIndexes` together for this many indexes, in bytes. */
export function indexTextBound(completions: number): number {
  // Each index by itself, with a comma: the worst case is that succeeded and failed ones alternate.
  const digits = String(Math.max(0, completions - 1)).length;
  return completions * (digits + 1);
}
