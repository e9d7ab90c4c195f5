/** What a check found in the run of a scenario, as its file keeps it. */

import type { JsonObject } from "../api/json.ts";
import { compileDuration } from "./compile-time.ts";
import { formatDuration } from "./duration.ts";
import type { SourcePosition } from "./problem.ts";
import type { Reporter } from "./report.ts";
import type { ViolationInput } from "./schema-violation.ts";

export interface FoundViolation {
  /** Name of the invariant. */
  readonly invariant: string;
  readonly message: string;
  /** Virtual milliseconds since the run began. */
  readonly timeMs: number;
  /** Seed of the run of a check that found it. */
  readonly seed?: number;
  /** Programs that took part beside the controllers of Kubernetes, with their arguments. */
  readonly programs?: readonly string[];
}

/** What a file says was found, and where the name of the invariant stands. */
export interface LoadedViolation extends FoundViolation {
  readonly place: SourcePosition;
}

export function compileViolation(input: ViolationInput, reporter: Reporter): LoadedViolation {
  const { invariant, message, at, seed, programs } = input;
  const timeMs = compileDuration(at, ["violation", "at"], reporter);
  const place = reporter.place(["violation", "invariant"]);
  const more = { ...(seed === undefined ? {} : { seed }), ...(programs === undefined ? {} : { programs }) };
  return { invariant, message, timeMs, ...more, place };
}

export function writeViolation({ invariant, message, timeMs, seed, programs }: FoundViolation): JsonObject {
  const more = { ...(seed === undefined ? {} : { seed }), ...(programs === undefined ? {} : { programs }) };
  return { invariant, message, at: formatDuration(timeMs), ...more };
}
