/** Deletes finished Jobs above the history limits of a CronJob (`cleanupFinishedJobs`; semantics 14, section 7). */

import { finishedType } from "../../api/finished-job.ts";
import type { CronJobSpec, Job } from "../../api/types.ts";
import type { Process } from "../process.ts";
import { deleteJob } from "./delete-job.ts";
import type { CronSyncContext } from "./sync-context.ts";

/** The Jobs above the limits: first the completed ones, then the failed ones, each oldest first. */
export function jobsAboveLimits(spec: CronJobSpec, jobs: readonly Job[]): readonly Job[] {
  const { successfulJobsHistoryLimit = Number.POSITIVE_INFINITY, failedJobsHistoryLimit = Number.POSITIVE_INFINITY } =
    spec;
  if (jobs.length <= Math.min(successfulJobsHistoryLimit, failedJobsHistoryLimit)) return NONE;
  return [
    ...oldestAbove(successfulJobsHistoryLimit, () => jobs.filter((job) => finishedType(job) === "Complete")),
    ...oldestAbove(failedJobsHistoryLimit, () => jobs.filter((job) => finishedType(job) === "Failed")),
  ];
}

const NONE: readonly Job[] = [];

function oldestAbove(limit: number, find: () => readonly Job[]): readonly Job[] {
  const jobs = limit === Number.POSITIVE_INFINITY ? NONE : find();
  return jobs.length <= limit ? [] : [...jobs].sort(byStartTime).slice(0, jobs.length - limit);
}

/** By start time, those that never started last; then by name. */
function byStartTime(a: Job, b: Job): number {
  const [left, right] = [a.status.startTime, b.status.startTime];
  if (left !== right) {
    if (left === undefined) return 1;
    if (right === undefined) return -1;
    return left < right ? -1 : 1;
  }
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** Deletes old Jobs; the next sync retries those that cannot be deleted. */
export function* cleanUpHistory(context: CronSyncContext): Process<void> {
  for (const { metadata } of jobsAboveLimits(context.written.cronJob.spec, context.jobs)) {
    yield* deleteJob(context, metadata.name, metadata.uid);
  }
}
