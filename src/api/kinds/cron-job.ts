/** The kind CronJob (batch/v1). */

import { defaultCronJob } from "../defaults/cron-job.ts";
import type { CronJob } from "../types.ts";
import { validateChangedCronJob, validateNewCronJob } from "../validation/cron-job.ts";
import { warningsForCronJobCreate, warningsForCronJobUpdate } from "../validation/cron-job-warnings.ts";
import { CRON_JOB_COLUMNS } from "./cron-job-columns.ts";
import { kind } from "./kind.ts";

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
