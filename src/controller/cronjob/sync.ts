/** One sync of a CronJob: the steps of `sync` in Kubernetes' CronJob controller (semantics 14, section 3). */

import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import { calls } from "../calls.ts";
import type { Process } from "../process.ts";
import type { CronJobEnvironment } from "./environment.ts";
import { cleanUpHistory } from "./history.ts";
import { REST, type SyncEnd, startDueRun } from "./start.ts";
import { passOverJobs } from "./status-pass.ts";
import { type CronSyncContext, openContext } from "./sync-context.ts";

/**
 * Brings one CronJob closer to its desired state.
 *
 * @param key `namespace/name`
 */
export function* syncCronJob(env: CronJobEnvironment, key: string): Process<SyncEnd> {
  const separator = key.indexOf("/");
  const cronJob = env.cronJobs.get(key.slice(0, separator), key.slice(separator + 1));
  if (cronJob === undefined) return REST;
  const context = openContext(env, cronJob);
  const isCleanedFirst = env.switches.historyCleanUp === "first";
  if (isCleanedFirst) yield* cleanUpHistory(context);
  const end = yield* followSchedule(context);
  if (!isCleanedFirst && end.kind !== "error") yield* cleanUpHistory(context);
  if (!context.mustWrite) return end;
  // If the write fails, the next sync finds the Jobs that were created.
  const answer = yield* calls.updateStatus(CRON_JOB, context.written.result());
  return answer.ok ? end : { kind: "error", error: answer.error };
}

/** Updates the status from the existing Jobs and starts the run that is due (`syncCronJob` upstream). */
function* followSchedule(context: CronSyncContext): Process<SyncEnd> {
  const nowMs = context.env.instantMs();
  const error = yield* passOverJobs(context);
  return error === undefined ? yield* startDueRun(context, nowMs) : { kind: "error", error };
}
