/** Where `--set spec.X` goes in a Job and in a CronJob, which have different fields. */

import { schemaOf } from "../api/schema/index.ts";
import type { LoadedJob } from "./loaded-job.ts";

type SetPath = readonly (string | number)[];

/**
 * The path of a change in an object of a kind.
 *
 * @returns `undefined` if the change is about CronJobs, and this is a Job; a field that only Jobs have goes into the
 * template of a CronJob
 */
export function placeOfSet(kind: LoadedJob["kind"], path: SetPath): SetPath | undefined {
  if (kind === "Job") return isOfCronJobs(path) ? undefined : path;
  return hasField("CronJobSpec", path) || !hasField("JobSpec", path) ? path : ["spec", "jobTemplate", ...path];
}

/** Whether only CronJobs have such a field. */
export function isOfCronJobs(path: SetPath): boolean {
  return hasField("CronJobSpec", path) && !hasField("JobSpec", path);
}

function hasField(type: "CronJobSpec" | "JobSpec", [first, second]: SetPath): boolean {
  return first === "spec" && typeof second === "string" && Object.hasOwn(schemaOf(type) ?? {}, second);
}
