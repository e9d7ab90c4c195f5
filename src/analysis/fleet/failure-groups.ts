/** What went wrong in a fleet, by cause: why Jobs failed, what their failed pods ended with, what was refused. */

import { JobConditions } from "../../api/constants.ts";
import type { LogEntry, RequestEntry } from "../../apiserver/log.ts";
import { type JobLife, trueCondition } from "../job-life.ts";
import type { PodLife } from "../pod-life.ts";

/** Things that failed alike. */
export interface FailureGroup {
  readonly of: "Jobs" | "pods" | "requests";
  readonly cause: string;
  readonly count: number;
  /** One of them, by the name of its Job. */
  readonly example: string;
}

/**
 * Groups the failures of a run.
 *
 * @returns those of Jobs, of pods and of requests, each with the most frequent first
 */
export function failureGroups(jobs: readonly JobLife[], entries: readonly LogEntry[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  const add = (of: FailureGroup["of"], cause: string, example: string) => {
    const key = `${of} ${cause}`;
    const known = groups.get(key);
    groups.set(key, known === undefined ? { of, cause, count: 1, example } : { ...known, count: known.count + 1 });
  };
  for (const job of jobs) {
    const failed = trueCondition(job.last.status, JobConditions.failed);
    if (failed !== undefined) add("Jobs", failed.reason ?? "Failed", job.name);
    for (const pod of job.pods) if (pod.phase === "Failed") add("pods", podCause(pod), `${job.name} ${pod.label}`);
  }
  for (const entry of entries) {
    if (entry.kind !== "request" || entry.error === undefined || entry.actor === "user") continue;
    if (entry.error.reason === "NotFound") continue;
    add("requests", requestCause(entry), entry.owner?.name ?? entry.name);
  }
  const order: readonly FailureGroup["of"][] = ["Jobs", "pods", "requests"];
  return order.flatMap((of) =>
    [...groups.values()].filter((group) => group.of === of).sort((a, b) => b.count - a.count),
  );
}

function podCause({ disruption, exitCode }: PodLife): string {
  if (disruption !== undefined) return `disrupted: ${disruption}`;
  return exitCode === undefined ? "failed without an exit code" : `exit code ${exitCode}`;
}

/** Without what differs from Job to Job. */
function requestCause({ verb, resource, error }: RequestEntry): string {
  if (error?.isQuotaExceeded === true) return `${verb} ${resource}: exceeded quota`;
  return `${verb} ${resource}: ${error?.reason ?? "refused"}`;
}
