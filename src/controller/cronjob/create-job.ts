/** Creates the Job of a run (semantics 14, section 5). */

import { JOB } from "../../api/kinds/workloads.ts";
import { loadZone } from "../../api/schedule/zone.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { Job } from "../../api/types.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import { calls } from "../calls.ts";
import { controllerOf } from "../job/pod-facts.ts";
import type { Process } from "../process.ts";
import { jobFromTemplate, jobNameFor } from "./job-from-template.ts";
import { type CronSyncContext, recordEvent } from "./sync-context.ts";

/** The outcome: the Job exists and is in the active list, or its name belongs to another Job. */
export type Created = "created" | "stranger" | ApiError;

/** Creates the Job for a start and adds it to the active list; an existing Job of the CronJob is added, too. */
export function* createJob(context: CronSyncContext, scheduledMs: number): Process<Created> {
  const { env, current, namespace } = context;
  const { cronJob } = current;
  const zone = env.switches.scheduledTimestamp ? loadZone(cronJob.spec.timeZone ?? "") : undefined;
  const answer = yield* calls.create(JOB, jobFromTemplate(cronJob, scheduledMs, zone));
  if (answer.ok) recordEvent(context, "Normal", "SuccessfulCreate", `Created job ${answer.object.metadata.name}`);
  else if (answer.error.reason !== "AlreadyExists") return refusal(context, answer.error);
  const found = answer.ok ? answer : yield* calls.get(JOB, namespace, jobNameFor(context.name, scheduledMs));
  if (!found.ok) return found.error;
  const job = found.object;
  if (!answer.ok && !isOwn(context, job)) return "stranger";
  current.add(job);
  current.lastScheduleTime = formatTimestamp(scheduledMs);
  context.mustWrite = true;
  return "created";
}

/** A terminating namespace is not reported as an Event of the CronJob. */
function refusal(context: CronSyncContext, error: ApiError): ApiError {
  if (error.isNamespaceTerminating !== true) {
    recordEvent(context, "Warning", "FailedCreate", `Error creating job: ${error.message}`);
  }
  return error;
}

/** Whether the CronJob made the Job and does not list it: the status write was lost, or the cache is stale. */
function isOwn({ current }: CronSyncContext, job: Job): boolean {
  return controllerOf(job)?.uid === current.cronJob.metadata.uid && !current.isActive(job.metadata.uid);
}
