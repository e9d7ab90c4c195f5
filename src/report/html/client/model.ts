/** The run behind the page: what a Job and its pods were at any moment. */

import type { Job, JobSpec, JobStatus } from "../../../api/types.ts";
import type { PodLook, ReportData, ReportJob, ReportPod } from "../report-data.ts";

/** One version of a Job, complete. */
export interface WholeVersion {
  readonly atMs: number;
  readonly spec: JobSpec;
  readonly status: JobStatus;
  readonly deleted: boolean;
}

const NO_SPEC: JobSpec = { template: { spec: { containers: [] } } };

/** Adds up what each write changed; unchanged fields are shared. */
export function wholeVersions({ versions }: ReportJob): WholeVersion[] {
  let spec = NO_SPEC;
  let status: JobStatus = {};
  return versions.map((version) => {
    spec = version.spec ?? spec;
    if (version.status !== undefined) {
      const entries = Object.entries({ ...status, ...version.status });
      status = Object.fromEntries(entries.filter(([, value]) => value !== null));
    }
    return { atMs: version.atMs, spec, status, deleted: version.deleted === true };
  });
}

/** Position of the last entry that is not after a moment; -1 if all are. */
export function lastUntil<T>(entries: readonly T[], atMs: number, timeOf: (entry: T) => number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && timeOf(entry) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The Job as a cluster would return it, or nothing before it was created and after it was gone. */
export function jobAt(job: ReportJob, versions: readonly WholeVersion[], atMs: number): Job | undefined {
  const version = versions[lastUntil(versions, atMs, (one) => one.atMs)];
  if (version === undefined || (job.goneMs !== undefined && atMs >= job.goneMs)) return undefined;
  const { name, namespace, creationTimestamp } = job;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace,
      creationTimestamp,
      uid: "",
      resourceVersion: "",
      ...(version.deleted ? { deletionTimestamp: creationTimestamp } : {}),
    },
    spec: version.spec,
    status: version.status,
  };
}

/** What kubectl shows of a pod, or nothing before it was created and after it was gone. */
export function lookAt({ steps, createdMs, goneMs }: ReportPod, atMs: number, data: ReportData): PodLook | undefined {
  if (atMs < createdMs || (goneMs !== undefined && atMs >= goneMs)) return undefined;
  let look: PodLook | undefined;
  for (let i = 0; i < steps.length; i += 2) {
    if (createdMs + (steps[i] ?? 0) > atMs) break;
    look = data.looks[steps[i + 1] ?? 0];
  }
  return look;
}
