/** The kind CronJob (batch/v1). */

import { defaultCronJob } from "../defaults/cron-job.ts";
import { humanDuration } from "../human-duration.ts";
import type { CronJob } from "../types.ts";
import { validateChangedCronJob, validateNewCronJob } from "../validation/cron-job.ts";
import { warningsForCronJobCreate, warningsForCronJobUpdate } from "../validation/cron-job-warnings.ts";
import type { Column } from "./column.ts";
import { kind } from "./kind.ts";

const NONE = "<none>";
const ZONES_PAGE = "https://en.wikipedia.org/wiki/List_of_tz_database_time_zones";
const SUSPEND =
  "This flag tells the controller to suspend subsequent executions, it does not apply to already started executions.";

/** The columns of `kubectl get cronjobs` (semantics 14, section 10). */
const CRON_JOB_COLUMNS: readonly Column<CronJob>[] = [
  { ...text("Name", "Name of the CronJob", ({ metadata }) => metadata.name), format: "name" },
  text("Schedule", "The schedule in Cron format, see https://en.wikipedia.org/wiki/Cron.", ({ spec }) => spec.schedule),
  {
    ...text(
      "Timezone",
      `The time zone name for the given schedule, see ${ZONES_PAGE}.`,
      ({ spec }) => spec.timeZone ?? NONE,
    ),
    isShown: ({ zoneColumn }) => zoneColumn,
  },
  text("Suspend", `${SUSPEND}  Defaults to false.`, ({ spec }) => suspendText(spec.suspend)),
  {
    ...text("Active", "A list of pointers to currently running jobs.", ({ status }) => status.active?.length ?? 0),
    type: "integer",
  },
  text(
    "Last Schedule",
    "Information when was the last time the job was successfully scheduled.",
    ({ status: { lastScheduleTime: last } }, nowMs) =>
      last === undefined ? NONE : humanDuration(nowMs - Date.parse(last)),
  ),
  text("Age", "CreationTimestamp is the time at which the object was created.", ({ metadata }, nowMs) =>
    humanDuration(nowMs - Date.parse(metadata.creationTimestamp)),
  ),
  wide("Containers", "Names of each container in the template.", (cronJob) =>
    containersOf(cronJob).map(({ name }) => name),
  ),
  wide("Images", "Images referenced by each container in the template.", (cronJob) =>
    containersOf(cronJob).map(({ image = "" }) => image),
  ),
  wide("Selector", "A label query over pods that should match the pod count.", () => [NONE]),
];

function text(name: string, description: string, cell: Column<CronJob>["cell"]): Column<CronJob> {
  return { name, type: "string", description, cell };
}

function wide(name: string, description: string, list: (cronJob: CronJob) => readonly string[]): Column<CronJob> {
  return { ...text(name, description, (cronJob) => list(cronJob).join(",")), priority: 1 };
}

function suspendText(suspend: boolean | undefined): string {
  if (suspend === undefined) return "<unset>";
  return suspend ? "True" : "False";
}

function containersOf({ spec }: CronJob) {
  return spec.jobTemplate.spec.template.spec.containers;
}

/** The kind CronJob. */
export const CRON_JOB = kind<CronJob>({
  apiVersion: "batch/v1",
  kind: "CronJob",
  plural: "cronjobs",
  shortNames: ["cj"],
  categories: ["all"],
  schema: "CronJob",
  columns: CRON_JOB_COLUMNS,
  hasAllColumns: true,
  strategy: {
    generationFields: ["spec"],
    setDefaults: defaultCronJob,
    prepareForCreate: (cronJob) => ({ ...cronJob, status: {} }),
    validate: validateNewCronJob,
    validateUpdate: validateChangedCronJob,
    warningsOnCreate: warningsForCronJobCreate,
    warningsOnUpdate: warningsForCronJobUpdate,
  },
});
