/** Defaults that the API server adds to a submitted CronJob. */

import type { CronJob, CronJobSpec } from "../types.ts";
import { fill } from "./fill.ts";
import { defaultTemplateSpec } from "./pod-spec.ts";

/**
 * Fills in the defaults of a CronJob and of its pod template; unchanged parts are shared with the given CronJob. The
 * Jobs of the template get theirs when they are created.
 */
export function defaultCronJob(cronJob: CronJob): CronJob {
  const spec = defaultCronJobSpec(cronJob.spec);
  return spec === cronJob.spec ? cronJob : { ...cronJob, spec };
}

function defaultCronJobSpec(given: CronJobSpec): CronJobSpec {
  const filled = fill(given, {
    concurrencyPolicy: "Allow",
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  const { jobTemplate } = filled;
  const { template } = jobTemplate.spec;
  const podSpec = defaultTemplateSpec(template.spec);
  if (podSpec === template.spec) return filled;
  const spec = { ...jobTemplate.spec, template: { ...template, spec: podSpec } };
  return { ...filled, jobTemplate: { ...jobTemplate, spec } };
}
