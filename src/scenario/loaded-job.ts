/** A Job or a CronJob that a run creates, and the place of its manifest. */

import type { FieldPath } from "../api/field-path.ts";
import type { JobRef, JsonObject } from "../simulation/plan.ts";
import type { SourcePosition } from "./problem.ts";

/** A Job or CronJob of a scenario. */
export interface LoadedJob {
  readonly kind: "Job" | "CronJob";
  /** When it is created: whole milliseconds from the start of the run. */
  readonly atMs: number;
  /** The manifest as it was written, with `--set` applied. */
  readonly manifest: JsonObject;
  /** Absent if the API server generates the name (`generateName`). */
  readonly ref?: JobRef;
  /** Whether its pods, or those of its Jobs, have completion indexes. */
  readonly indexed: boolean;
  /** Finds the line and column of a field of the manifest, for later messages of the API server. */
  readonly place: (path: FieldPath) => SourcePosition;
}

/** Jobs and CronJobs, together and separately. */
export function byKind(workloads: readonly LoadedJob[]) {
  return {
    workloads,
    jobs: workloads.filter(({ kind }) => kind === "Job"),
    cronJobs: workloads.filter(({ kind }) => kind === "CronJob"),
  };
}
