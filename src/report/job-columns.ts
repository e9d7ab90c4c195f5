/** A Job as `kubectl get job` shows it (semantics 01, section 8). */

import { humanDuration } from "../api/human-duration.ts";
import { parseTimestamp } from "../api/timestamp.ts";
import type { Job } from "../api/types.ts";

export interface JobColumns {
  readonly name: string;
  readonly status: string;
  readonly completions: string;
  readonly duration: string;
  readonly age: string;
}

/** @param nowMs the current instant, milliseconds since 1970 */
export function jobColumns(job: Job, nowMs: number): JobColumns {
  return {
    name: job.metadata.name,
    status: statusColumn(job),
    completions: completionsColumn(job),
    duration: durationColumn(job, nowMs),
    age: humanDuration(nowMs - parseTimestamp(job.metadata.creationTimestamp)),
  };
}

function statusColumn({ metadata, status }: Job): string {
  const isTrue = (type: string) => status.conditions?.some((c) => c.type === type && c.status === "True") === true;
  for (const type of ["Complete", "Failed"]) if (isTrue(type)) return type;
  if (metadata.deletionTimestamp !== undefined) return "Terminating";
  return ["Suspended", "FailureTarget", "SuccessCriteriaMet"].find(isTrue) ?? "Running";
}

function completionsColumn({ spec, status }: Job): string {
  const { completions, parallelism = 1 } = spec;
  const succeeded = status.succeeded ?? 0;
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

/** A failed Job has no completion time, so its duration keeps growing. */
function durationColumn({ status: { startTime, completionTime } }: Job, nowMs: number): string {
  if (startTime === undefined) return "";
  const endMs = completionTime === undefined ? nowMs : parseTimestamp(completionTime);
  return humanDuration(endMs - parseTimestamp(startTime));
}
