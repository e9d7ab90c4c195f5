/**
 * How long a Job waits before it creates pods again after failures (semantics 05, section 6).
 *
 * The record is only in the controller's memory; a restart loses it.
 */

import { BACKOFF_CAP_MS, POD_FAILURE_BACKOFF_MS } from "./constants.ts";

export interface BackoffRecord {
  /** Number of failed pods since the last success. */
  readonly failures: number;
  /** When the last of them finished, in milliseconds since 1970. */
  readonly lastFailureMs: number;
}

export const NO_FAILURES: BackoffRecord = Object.freeze({ failures: 0, lastFailureMs: 0 });

/** Pods that a sync sees finished for the first time, ignored failures included. */
export interface NewlyFinished {
  /** Whether any pod succeeded, and when the last one did (only called if some failed as well). */
  readonly anySucceeded: boolean;
  readonly latestSuccessMs: () => number;
  /** Finish times of failed pods, in milliseconds since 1970. */
  readonly failureTimesMs: readonly number[];
}

/**
 * The record after a sync that sees these pods finished. A success resets the failures up to its time.
 *
 * Upstream: `newBackoffRecord`.
 */
export function nextBackoffRecord(record: BackoffRecord, finished: NewlyFinished): BackoffRecord {
  const { anySucceeded, failureTimesMs } = finished;
  if (failureTimesMs.length === 0) return anySucceeded ? NO_FAILURES : record;
  const lastFailureMs = failureTimesMs.reduce((latest, timeMs) => Math.max(latest, timeMs), Number.NEGATIVE_INFINITY);
  if (!anySucceeded) return { failures: record.failures + failureTimesMs.length, lastFailureMs };
  const latestSuccessMs = finished.latestSuccessMs();
  const failures = failureTimesMs.filter((timeMs) => timeMs > latestSuccessMs).length;
  return failures === 0 ? NO_FAILURES : { failures, lastFailureMs };
}

/**
 * The delay after a number of failures in a row: 10 s, doubled with each failure, at most `capMs`.
 *
 * @param failures whole number, 0 or more
 */
export function backoffDelayMs(failures: number, capMs: number = BACKOFF_CAP_MS["600s"]): number {
  if (failures === 0) return 0;
  return Math.min(POD_FAILURE_BACKOFF_MS * 2 ** (failures - 1), capMs);
}

/**
 * The remaining delay at an instant (milliseconds since 1970); 0 if pods may be created.
 *
 * Upstream: `getRemainingTime`.
 */
export function remainingBackoffMs(record: BackoffRecord, instantMs: number, capMs?: number): number {
  if (record.failures === 0) return 0;
  return Math.max(0, backoffDelayMs(record.failures, capMs) - (instantMs - record.lastFailureMs));
}
