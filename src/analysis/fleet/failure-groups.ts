/** What went wrong in a fleet, by cause: why Jobs failed, how their failed pods ended, what was refused. */

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
 * @param refused the requests of controllers that were refused
 * @returns those of Jobs, of pods and of requests, each with the most frequent first
 */
export function failureGroups(jobs: readonly JobLife[], refused: RefusalGroups): FailureGroup[] {
  const failedJobs = new Groups("Jobs");
  const failedPods = new Groups("pods");
  for (const job of jobs) {
    const failed = trueCondition(job.last.status, JobConditions.failed);
    if (failed !== undefined) failedJobs.add(failed.reason ?? "Failed", job.name);
    for (const pod of job.pods) if (pod.phase === "Failed") failedPods.add(podCause(pod), `${job.name} ${pod.label}`);
  }
  return [...failedJobs.byCount, ...failedPods.byCount, ...refused.groups];
}

/** Reads from a log what controllers asked for in vain. */
export class RefusalGroups {
  readonly #groups = new Groups("requests");

  read(entry: LogEntry): void {
    if (entry.kind !== "request" || entry.error === undefined || entry.actor === "user") return;
    if (entry.error.reason !== "NotFound") this.#groups.add(requestCause(entry), entry.owner?.name ?? entry.name);
  }

  /** The most frequent first. */
  get groups(): readonly FailureGroup[] {
    return this.#groups.byCount;
  }
}

class Groups {
  readonly #of: FailureGroup["of"];
  readonly #byCause = new Map<string, { count: number; readonly example: string }>();

  constructor(of: FailureGroup["of"]) {
    this.#of = of;
  }

  add(cause: string, example: string): void {
    const known = this.#byCause.get(cause);
    if (known === undefined) this.#byCause.set(cause, { count: 1, example });
    else known.count++;
  }

  get byCount(): readonly FailureGroup[] {
    const groups = [...this.#byCause].map(([cause, { count, example }]) => ({ of: this.#of, cause, count, example }));
    return groups.sort((a, b) => b.count - a.count);
  }
}

function podCause({ disruption, exitCode }: PodLife): string {
  if (disruption !== undefined) return disruption === "" ? "disrupted" : `disrupted: ${disruption}`;
  return exitCode === undefined ? "failed without an exit code" : `exit code ${exitCode}`;
}

/** Without what differs from Job to Job. */
function requestCause({ verb, resource, error }: RequestEntry): string {
  if (error?.isQuotaExceeded === true) return `${verb} ${resource}: exceeded quota`;
  return `${verb} ${resource}: ${error?.reason ?? "refused"}`;
}
