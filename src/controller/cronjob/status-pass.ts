/** Updates the status of a CronJob from its Jobs (first part of `syncCronJob`; semantics 14, section 4). */

import { finishedType } from "../../api/finished-job.ts";
import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import { JOB } from "../../api/kinds/workloads.ts";
import type { Job } from "../../api/types.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import { calls } from "../calls.ts";
import type { Process } from "../process.ts";
import { CronJobStatusDraft } from "./status-draft.ts";
import { type CronSyncContext, recordEvent } from "./sync-context.ts";

/** Updates the list of active Jobs and the last success; an error ends the sync. */
export function* passOverJobs(context: CronSyncContext): Process<ApiError | undefined> {
  for (const job of context.jobs) {
    const finished = finishedType(job);
    const isActive = context.current.isActive(job.metadata.uid);
    if (finished !== undefined) noteFinished(context, job, finished, isActive);
    else if (!isActive) {
      const error = yield* noteUnexpected(context, job);
      if (error !== undefined) return error;
    }
  }
  return yield* dropMissing(context);
}

function noteFinished(context: CronSyncContext, job: Job, finished: "Complete" | "Failed", isActive: boolean): void {
  const { current, env } = context;
  const { name, uid } = job.metadata;
  if (isActive) {
    current.remove(uid);
    context.mustWrite = true;
    const word = env.switches.completedJobText;
    recordEvent(context, "Normal", "SawCompletedJob", `Saw completed job: ${name}, ${word}: ${finished}`);
  }
  // The write that removes the Job from the list triggers the later sync.
  const waits = isActive && env.switches.successNoted === "laterSync";
  if (finished === "Complete" && !waits) noteSuccess(context, job);
}

/** A success counts if it is the first, or later than the last one; this includes manual Jobs. */
function noteSuccess(context: CronSyncContext, { status }: Job): void {
  const { current } = context;
  const { lastSuccessfulTime: last } = current;
  const { completionTime } = status;
  if (last !== undefined && (completionTime === undefined || completionTime <= last)) return;
  current.lastSuccessfulTime = completionTime;
  context.mustWrite = true;
}

/** A Job that is running but not listed: the cache may be stale, so the CronJob is read from the API. */
function* noteUnexpected(context: CronSyncContext, { metadata }: Job): Process<ApiError | undefined> {
  const { namespace, name } = context;
  const answer = yield* calls.get(CRON_JOB, namespace, name);
  if (!answer.ok) return answer.error;
  const fresh = new CronJobStatusDraft(answer.object);
  if (fresh.isActive(metadata.uid)) {
    context.current = fresh;
    return undefined;
  }
  const message = `Saw a job that the controller did not create or forgot: ${metadata.name}`;
  recordEvent(context, "Warning", "UnexpectedJob", message);
  return undefined;
}

/** Removes Jobs from the list that are neither in the cache nor in the API any more. */
function* dropMissing(context: CronSyncContext): Process<ApiError | undefined> {
  const children = new Set(context.jobs.map(({ metadata }) => metadata.uid));
  const { namespace } = context;
  for (const { name = "", uid = "" } of context.current.active) {
    if (children.has(uid)) continue;
    const answer = yield* calls.get(JOB, namespace, name);
    if (answer.ok) continue;
    if (answer.error.reason !== "NotFound") return answer.error;
    recordEvent(context, "Normal", "MissingJob", `Active job went missing: ${name}`);
    context.current.remove(uid);
    context.mustWrite = true;
  }
  return undefined;
}
