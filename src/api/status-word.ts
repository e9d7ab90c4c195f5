/** The column `Status` of `kubectl get jobs`. */

import { JobConditions } from "./constants.ts";
import type { ApiSwitches } from "./switches.ts";
import type { Job } from "./types.ts";

const { complete, failed, suspended, failureTarget, successCriteriaMet } = JobConditions;

/** The status of a Job in one word; `undefined` if the release has no such column. */
export function statusWord(job: Job, { statusColumn }: Pick<ApiSwitches, "statusColumn">): string | undefined {
  if (statusColumn === "none") return undefined;
  const isTrue = (type: string) =>
    job.status.conditions?.some((condition) => condition.type === type && condition.status === "True") === true;
  if (isTrue(complete)) return "Complete";
  if (isTrue(failed)) return "Failed";
  if (job.metadata.deletionTimestamp !== undefined) return "Terminating";
  const interim = [suspended, failureTarget, ...(statusColumn === "plain" ? [] : [successCriteriaMet])];
  return interim.find(isTrue) ?? "Running";
}
