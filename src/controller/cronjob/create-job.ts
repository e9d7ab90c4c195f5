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

/** What came of it: the Job is there and in the list, or a Job that is not to be taken up has its name. */
export type Created = "created" | "stranger" | ApiError;

/** Creates the Job for a start and puts it into the list of active ones; one of its own that is there is taken up. */
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

/** A namespace that is going is no news of the CronJob's. */
function refusal(context: CronSyncContext, error: ApiError): ApiError {
  if (error.isNamespaceTerminating !== true) {
    recordEvent(context, "Warning", "FailedCreate", `Error creating job: ${error.message}`);
  }
  return error;
}

/** Made for the CronJob, and not in its list yet: the write of the list was lost, or the cache is old. */
function isOwn({ current }: CronSyncContext, job: Job): boolean {
  return controllerOf(job)?.uid === current.cronJob.metadata.uid && !current.isActive(job.metadata.uid);
}
