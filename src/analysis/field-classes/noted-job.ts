/** The Jobs that notes are about, each read once: those of the input, and those that its CronJobs make. */

import { decodeJob } from "../../api/decode-object.ts";
import type { FieldPath } from "../../api/field-path.ts";
import type { JsonObject } from "../../api/json.ts";
import type { JobSpec, PodTemplateSpec } from "../../api/types.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import type { LoadedJob } from "../../scenario/loaded-job.ts";
import { templateJobOf } from "../lint/cron-jobs/lint-cron-job.ts";

export interface NotedJob {
  /** `Job train`, `CronJob nightly`. */
  readonly title: string;
  /** A Job as its user wrote it. */
  readonly manifest: JsonObject;
  /** Where the Job is in its document. */
  readonly prefix: FieldPath;
  readonly template: PodTemplateSpec;
  readonly spec: JobSpec;
}

/** The Jobs of a scenario, then the templates of its CronJobs. */
export function notedJobs({ jobs, cronJobs }: Pick<LoadedScenario, "jobs" | "cronJobs">): readonly NotedJob[] {
  return [
    ...jobs.map((job) => noted(job, "Job", [])),
    ...cronJobs.map((cronJob) => noted(templateJobOf(cronJob), "CronJob", ["spec", "jobTemplate"])),
  ];
}

function noted({ manifest }: LoadedJob, kind: string, prefix: FieldPath): NotedJob {
  const { metadata, spec } = decodeJob(manifest).object;
  const name = metadata.name === "" ? (metadata.generateName ?? "") : metadata.name;
  return { title: `${kind} ${name}`, manifest, prefix, template: spec.template, spec };
}
