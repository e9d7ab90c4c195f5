/** Events that apply only to CronJobs; patch, suspend, resume and delete are shared with Jobs. */

import { z } from "zod";
import type { CronJobActions } from "../../simulation/actions/cron-job-actions.ts";
import { type ActionWriters, eventKind } from "./event-kind.ts";
import { at } from "./parts.ts";
import { jobText } from "./written-names.ts";

const createJobFrom = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("createJobFrom").describe("Creates a Job from the template of a CronJob."),
      cronJob: z
        .string()
        .optional()
        .describe("Name of the CronJob; may be left out if the scenario has only one CronJob."),
      name: z.string().min(1).describe("Name of the Job."),
    })
    .describe("A user starts a run manually, as kubectl create job --from=cronjob/NAME does."),
  (event, context) => [
    {
      atMs: context.durationMs("at", event.at),
      op: "createJobFrom",
      cronJob: context.cronJob(event.cronJob),
      name: event.name,
    },
  ],
);

/** Events about CronJobs, by their actions. */
export const CRON_JOB_EVENTS = { createJobFrom } as const;

export const CRON_JOB_WRITERS: ActionWriters<keyof CronJobActions> = {
  createCronJob: ({ manifest }) => ({ action: "create", manifest }),
  patchCronJob: ({ cronJob, patch }) => ({ action: "patch", job: jobText(cronJob), patch }),
  deleteCronJob: ({ cronJob, propagation }) => ({ action: "delete", job: jobText(cronJob), propagation }),
  createJobFrom: ({ cronJob, name }) => ({ action: "createJobFrom", cronJob: jobText(cronJob), name }),
};
