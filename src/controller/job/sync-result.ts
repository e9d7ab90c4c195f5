/**
 * How a sync ends for its queue: whether the key is retried, and whether its retry count is reset (semantics 10,
 * section 2).
 */

import type { ApiError } from "../../apiserver/errors.ts";
import type { SyncResult } from "../worker-pool.ts";
import type { SyncContext } from "./sync-context.ts";

/** The error with which a sync ends in old releases if it counted a failure, so that the Job waits. */
const NEW_FAILURE: ApiError = { reason: "InternalError", message: "failed pod(s) detected" };

/**
 * The result of a sync that ran to its end.
 *
 * @param accountError error of counting pods
 * @param podError error of creating or deleting pods
 */
export function resultOf(
  context: SyncContext,
  accountError: ApiError | undefined,
  podError: ApiError | undefined,
): SyncResult {
  const { switches } = context.env;
  const forgets = switches.retryReset === "cleanSync";
  if (accountError !== undefined) {
    if (accountError.reason !== "Conflict" || switches.conflict409 === "error") return accountError;
    return forgets ? "requeueAndForget" : "requeue";
  }
  if (switches.newFailureIsError && hasNewFailure(context)) return NEW_FAILURE;
  if (podError !== undefined) return podError;
  return forgets || madeProgress(context) ? undefined : "keepRetries";
}

function hasNewFailure({ initial, failedTotal, finishedAtOnce }: SyncContext): boolean {
  return failedTotal > (initial.status.failed ?? 0) && !finishedAtOnce;
}

function madeProgress({ initial, succeededTotal, suspensionChanged }: SyncContext): boolean {
  return succeededTotal > (initial.status.succeeded ?? 0) || suspensionChanged;
}
