/** The deletion of a Job by its CronJob. */

import { JOB } from "../../api/kinds/workloads.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import { calls } from "../calls.ts";
import type { Process } from "../process.ts";
import { type CronSyncContext, recordEvent } from "./sync-context.ts";

/** Deletes a Job with background propagation, removes it from the active list, and records an Event. */
export function* deleteJob(context: CronSyncContext, name: string, uid: string): Process<ApiError | undefined> {
  const { namespace } = context;
  const answer = yield* calls.delete(JOB, namespace, name, { propagation: "Background" });
  if (!answer.ok) {
    recordEvent(context, "Warning", "FailedDelete", `Deleted job: ${answer.error.message}`);
    return answer.error;
  }
  context.current.remove(uid);
  context.mustWrite = true;
  recordEvent(context, "Normal", "SuccessfulDelete", `Deleted job ${name}`);
  return undefined;
}
