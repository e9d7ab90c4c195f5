/** What the rules say about a CronJob. */

import { decodeCronJob } from "../../../api/decode.ts";
import { defaultCronJob } from "../../../api/defaults.ts";
import { parseScheduleOf } from "../../../controller/cronjob/start.ts";
import type { LoadedJob } from "../../../scenario/loaded-job.ts";
import { EPOCH_MS, type SimulationPlan } from "../../../simulation/plan.ts";
import type { Remark, RuleFacts } from "../rule.ts";
import type { CronRule } from "./cron-rule.ts";
import { blockedByHanging, nothingKept, noZone, runsOverInterval, shortStartingDeadline } from "./run-rules.ts";
import {
  clockChange,
  countsFromLast,
  deadlineWithinDelay,
  eitherDay,
  neverFires,
  unevenStep,
} from "./schedule-rules.ts";

export const CRON_RULES: readonly CronRule[] = [
  neverFires,
  eitherDay,
  unevenStep,
  clockChange,
  countsFromLast,
  deadlineWithinDelay,
  shortStartingDeadline,
  blockedByHanging,
  runsOverInterval,
  noZone,
  nothingKept,
];

/** The year whose clock changes are checked if a run has no start time. */
const YEAR_MS = Date.parse("2026-01-01T00:00:00Z");

/** @returns nothing for a schedule that cannot be read: that is refused */
export function remarksOnCronJob(
  { manifest }: LoadedJob,
  { epochMs, pods }: SimulationPlan,
): readonly { readonly rule: RuleFacts; readonly remark: Remark }[] {
  const cronJob = defaultCronJob(decodeCronJob(manifest).object);
  const parsed = parseScheduleOf(cronJob.spec);
  if ("problem" in parsed) return [];
  const fromMs = epochMs === EPOCH_MS ? YEAR_MS : epochMs;
  const run = pods?.default.run;
  const runMs = typeof run === "object" && run.kind === "fixed" ? run.ms : undefined;
  const view = { cronJob, schedule: parsed.schedule, fromMs, runMs };
  return CRON_RULES.flatMap((rule) => rule.check(view).map((remark) => ({ rule, remark })));
}

/** The Job of the template as a separate Job, with the places of its fields in the CronJob. */
export function templateJobOf(cronJob: LoadedJob): LoadedJob {
  const { object } = decodeCronJob(cronJob.manifest);
  const { metadata, spec } = object.spec.jobTemplate;
  const { name, namespace } = object.metadata;
  const owner = { apiVersion: "batch/v1", kind: "CronJob", name, uid: "cronjob", controller: true };
  return {
    ...cronJob,
    kind: "Job",
    manifest: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { ...metadata, name, ...(namespace === "" ? {} : { namespace }), ownerReferences: [owner] },
      spec,
    },
    place: (path) => cronJob.place(["spec", "jobTemplate", ...path]),
  };
}
