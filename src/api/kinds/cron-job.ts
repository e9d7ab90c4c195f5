/** CronJobs (batch/v1): Jobs by the clock. */

import type { KubeObject } from "../types.ts";
import { kind } from "./kind.ts";

export const CRON_JOB = kind<KubeObject>({
  apiVersion: "batch/v1",
  kind: "CronJob",
  plural: "cronjobs",
  shortNames: ["cj"],
  categories: ["all"],
  strategy: { generationFields: ["spec"] },
});
