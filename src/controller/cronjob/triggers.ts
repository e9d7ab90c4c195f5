/** Which changes enqueue a CronJob, and when (semantics 14, section 2). */

import type { CronJob, Job } from "../../api/types.ts";
import type { Collection } from "../../apiserver/collection.ts";
import type { JobCommit } from "../../apiserver/log.ts";
import { controllerOf } from "../job/pod-facts.ts";
import type { WorkQueue } from "../work-queue.ts";
import type { RecordEvent } from "./environment.ts";
import { nextStartDelayMs } from "./missed-starts.ts";
import { parseScheduleOf } from "./start.ts";

/** What the triggers act on. */
export interface CronTriggerTargets {
  readonly cronJobs: Collection<CronJob>;
  readonly queue: WorkQueue;
  readonly instantMs: () => number;
  readonly recordEvent: RecordEvent;
}

/** The key of a CronJob in the work queue. */
export function keyOf({ metadata }: CronJob): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** Handles a changed CronJob; the cache already has the change. */
export function onCronJobUpdated(targets: CronTriggerTargets, cronJob: CronJob, previous: CronJob): void {
  if (hasOtherSchedule(cronJob, previous)) onScheduleEdited(targets, cronJob);
  else targets.queue.add(keyOf(cronJob));
}

function hasOtherSchedule(cronJob: CronJob, previous: CronJob): boolean {
  return cronJob.spec.schedule !== previous.spec.schedule || cronJob.spec.timeZone !== previous.spec.timeZone;
}

/** An edited schedule does not trigger a sync now, but at its next start. */
function onScheduleEdited({ queue, recordEvent, instantMs }: CronTriggerTargets, cronJob: CronJob): void {
  const parsed = parseScheduleOf(cronJob.spec);
  if ("problem" in parsed) {
    const message = `unparseable schedule for cronjob: ${cronJob.spec.schedule}`;
    recordEvent(cronJob, "Warning", "UnParseableCronJobSchedule", message);
    return;
  }
  const { lastScheduleTime } = cronJob.status;
  const inputs = { cronJob, lastScheduleTime, schedule: parsed.schedule, nowMs: instantMs() };
  queue.addAfter(keyOf(cronJob), nextStartDelayMs(inputs));
}

/** Handles a Job that was added, changed or deleted: enqueues its CronJob, and the previous one if it changed. */
export function onJobCommit(targets: CronTriggerTargets, { type, object, previous }: JobCommit): void {
  if (type === "MODIFIED" && previous !== undefined) {
    if (object.metadata.resourceVersion === previous.metadata.resourceVersion) return;
    if (controllerOf(object)?.uid !== controllerOf(previous)?.uid) wakeController(targets, previous);
  }
  wakeController(targets, object);
}

/** Handles a Job that existed when the controller started. */
export function onJobListed(targets: CronTriggerTargets, job: Job): void {
  wakeController(targets, job);
}

function wakeController({ cronJobs, queue }: CronTriggerTargets, job: Job): void {
  const reference = controllerOf(job);
  if (reference?.kind !== "CronJob") return;
  const cronJob = cronJobs.get(job.metadata.namespace, reference.name);
  if (cronJob?.metadata.uid === reference.uid) queue.add(keyOf(cronJob));
}
