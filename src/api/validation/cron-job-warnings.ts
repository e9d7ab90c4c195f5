/** Warnings about accepted CronJobs (strategy, `WarningsOnCreate`, `WarningsOnUpdate`). */
import { type ApiSwitches, CURRENT_API } from "../switches.ts";
import type { CronJob } from "../types.ts";
import { namesZone } from "./cron-job.ts";
import { warningsForName, warningsForSpec } from "./warnings.ts";

const PAGE = "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/";
/** The duplicated `spec` is in Kubernetes' messages. */
const ZONE_WARNINGS = {
  allowed: `CRON_TZ or TZ used in spec.spec.schedule is not officially supported, see ${PAGE} for more details`,
  refused: `cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see ${PAGE} for more details`,
};

/** Warnings for the creation of a CronJob. */
export function warningsForCronJobCreate(cronJob: CronJob, switches: ApiSwitches = CURRENT_API): string[] {
  return [
    ...warningsForName(cronJob.metadata.name, switches),
    ...warningsForTemplate(cronJob, switches),
    ...warningsForZone(cronJob, switches),
  ];
}

/** Warnings for an update of a CronJob. */
export function warningsForCronJobUpdate(
  next: CronJob,
  stored: CronJob,
  switches: ApiSwitches = CURRENT_API,
): string[] {
  const isSameSpec = next.metadata.generation === stored.metadata.generation;
  return [...(isSameSpec ? [] : warningsForTemplate(next, switches)), ...warningsForZone(next, switches)];
}

function warningsForTemplate({ spec }: CronJob, switches: ApiSwitches): string[] {
  return warningsForSpec(spec.jobTemplate.spec, switches, "spec.jobTemplate.spec");
}

function warningsForZone({ spec }: CronJob, { zoneInSchedule }: ApiSwitches): string[] {
  return namesZone(spec.schedule) ? [ZONE_WARNINGS[zoneInSchedule]] : [];
}
