/** A Job that a run creates, and where its manifest stands. */

import type { FieldPath } from "../api/field-path.ts";
import type { JobRef, JsonObject } from "../simulation/plan.ts";
import type { SourcePosition } from "./problem.ts";

export interface LoadedJob {
  /** When it is created: whole milliseconds from the start of the run. */
  readonly atMs: number;
  /** The manifest as it was written, with `--set` applied. */
  readonly manifest: JsonObject;
  /** Absent where the API server makes up the name (`generateName`). */
  readonly ref?: JobRef;
  /** Whether its pods have completion indexes. */
  readonly indexed: boolean;
  /** Finds the line and column of a field of the manifest, for what the API server says about it later. */
  readonly place: (path: FieldPath) => SourcePosition;
}
