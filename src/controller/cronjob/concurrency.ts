/** The concurrency policy: what happens to a run while earlier runs are still active (semantics 14, section 5). */

import { JOB } from "../../api/kinds/workloads.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import { calls } from "../calls.ts";
import type { Process } from "../process.ts";
import { deleteJob } from "./delete-job.ts";
import { type CronSyncContext, recordEvent } from "./sync-context.ts";

/** Whether a run may start: yes, no because another run is active, or deleting the active runs failed. */
export type Room = "free" | "taken" | ApiError;

/** Applies the concurrency policy: a run starts next to others, not at all, or in their place. */
export function* makeRoom(context: CronSyncContext): Process<Room> {
  const { cronJob, active } = context.current;
  const { concurrencyPolicy } = cronJob.spec;
  if (concurrencyPolicy === "Forbid" && active.length > 0) {
    const message = "Not starting job because prior execution is running and concurrency policy is Forbid";
    recordEvent(context, "Normal", "JobAlreadyActive", message);
    return "taken";
  }
  return concurrencyPolicy === "Replace" ? yield* replaceActive(context) : "free";
}

function* replaceActive(context: CronSyncContext): Process<Room> {
  const { namespace } = context;
  for (const { name = "", uid = "" } of context.current.active) {
    const found = yield* calls.get(JOB, namespace, name);
    if (!found.ok) {
      recordEvent(context, "Warning", "FailedGet", `Get job: ${found.error.message}`);
      return found.error;
    }
    const error = yield* deleteJob(context, name, uid);
    if (error !== undefined) return error;
  }
  return "free";
}
