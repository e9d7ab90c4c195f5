/** Decides whether a run is due and starts it (second part of `syncCronJob`; semantics 14, section 5). */

import { type ParsedSchedule, parseSchedule } from "../../api/schedule/parse-schedule.ts";
import type { Schedule } from "../../api/schedule/schedule.ts";
import { loadZone } from "../../api/schedule/zone.ts";
import type { CronJobSpec } from "../../api/types.ts";
import { namesZone } from "../../api/validation/cron-job.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { Process } from "../process.ts";
import { makeRoom } from "./concurrency.ts";
import { createJob } from "./create-job.ts";
import { jobNameFor } from "./job-from-template.ts";
import { areManyMissed, type DueStart, mostRecentStart, nextStartDelayMs, TOO_CLOSE } from "./missed-starts.ts";
import { type CronSyncContext, recordEvent } from "./sync-context.ts";

/** How a sync ends: the key is not requeued, requeued after a delay, or failed. */
export type SyncEnd =
  | { readonly kind: "rest" }
  | { readonly kind: "requeue"; readonly delayMs: number }
  | { readonly kind: "error"; readonly error: ApiError };

export const REST: SyncEnd = { kind: "rest" };

const ZONE_DOCUMENT = "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/";

/**
 * Starts the run that is due, if there is one.
 *
 * @param nowMs when the sync began, in milliseconds since 1970
 */
export function* startDueRun(context: CronSyncContext, nowMs: number): Process<SyncEnd> {
  const schedule = scheduleToFollow(context);
  if (schedule === undefined) return REST;
  const due = dueStart(context, schedule, nowMs);
  if (due === undefined) return REST;
  const comeBack = (): SyncEnd => ({ kind: "requeue", delayMs: nextDelayMs(context, schedule, nowMs) });
  const { mostRecentMs } = due;
  if (mostRecentMs === undefined || wasStarted(context, mostRecentMs)) return comeBack();
  const room = yield* makeRoom(context);
  if (room === "taken") return comeBack();
  if (room !== "free") return { kind: "error", error: room };
  const created = yield* createJob(context, mostRecentMs);
  if (created === "created") return comeBack();
  return created === "stranger" ? REST : { kind: "error", error: created };
}

/** The schedule of a CronJob, unless it is suspended, being deleted or invalid; records an Event if it is invalid. */
function scheduleToFollow(context: CronSyncContext): Schedule | undefined {
  const { metadata, spec } = context.current.cronJob;
  if (metadata.deletionTimestamp !== undefined) return undefined;
  const { timeZone, suspend, schedule } = spec;
  if (timeZone !== undefined && loadZone(timeZone) === undefined) {
    const message = `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`;
    recordEvent(context, "Warning", "UnknownTimeZone", message);
    return undefined;
  }
  if (suspend === true) return undefined;
  if (namesZone(schedule)) {
    const message = `CRON_TZ or TZ used in schedule ${JSON.stringify(schedule)} is not officially supported, see ${ZONE_DOCUMENT} for more details`;
    recordEvent(context, "Warning", "UnsupportedSchedule", message);
  }
  const parsed = parseScheduleOf(spec);
  if ("schedule" in parsed) return parsed.schedule;
  const message = `unparseable schedule: ${JSON.stringify(schedule)} : ${parsed.problem}`;
  recordEvent(context, "Warning", "UnparseableSchedule", message);
  return undefined;
}

/** A time zone in the schedule takes precedence over `timeZone`; unknown zones are ignored (`formatSchedule`). */
export function parseScheduleOf({ schedule, timeZone }: Pick<CronJobSpec, "schedule" | "timeZone">): ParsedSchedule {
  const isPlain = timeZone === undefined || namesZone(schedule) || loadZone(timeZone) === undefined;
  return isPlain ? parseSchedule(schedule) : parseSchedule(schedule, timeZone);
}

function dueStart(context: CronSyncContext, schedule: Schedule, nowMs: number): DueStart | undefined {
  const { cronJob, lastScheduleTime } = context.current;
  const due = mostRecentStart({ cronJob, lastScheduleTime, schedule, nowMs }, true);
  if (due === TOO_CLOSE) {
    recordEvent(context, "Warning", "InvalidSchedule", `invalid schedule: ${cronJob.spec.schedule} : ${TOO_CLOSE}`);
    return undefined;
  }
  if (due.mostRecentMs !== undefined && areManyMissed(due.missed)) {
    const remedy = "Set or decrease .spec.startingDeadlineSeconds or check clock skew";
    const count = context.env.switches.missedStartsText === "counted" ? `: ${due.missed}` : "";
    recordEvent(context, "Warning", "TooManyMissedTimes", `too many missed start times${count}. ${remedy}`);
  }
  return due;
}

function wasStarted({ current, name }: CronSyncContext, startMs: number): boolean {
  if (current.isActiveByName(jobNameFor(name, startMs))) return true;
  return current.lastScheduleTime !== undefined && Date.parse(current.lastScheduleTime) === startMs;
}

function nextDelayMs({ current }: CronSyncContext, schedule: Schedule, nowMs: number): number {
  const { cronJob, lastScheduleTime } = current;
  return nextStartDelayMs({ cronJob, lastScheduleTime, schedule, nowMs });
}
