/** What a check found in the run of a scenario, as its file keeps it. */

import type { JsonObject } from "../api/json.ts";
import { compileDuration } from "./compile-time.ts";
import { formatDuration } from "./duration.ts";
import type { SourcePosition } from "./problem.ts";
import type { Reporter } from "./report.ts";
import type { ViolationInput } from "./schema-violation.ts";

/** The violation that a scenario file reproduces. */
export interface FoundViolation {
  /** Name of the invariant. */
  readonly invariant: string;
  readonly message: string;
  /** Virtual milliseconds since the run began. */
  readonly timeMs: number;
  /** Seed of the run of a check that found it. */
  readonly seed?: number;
  /** Programs that took part in addition to the controllers of Kubernetes, with their arguments. */
  readonly programs?: readonly string[];
  /** Names of the controllers that took part in addition to those of Kubernetes. */
  readonly controllers?: readonly string[];
}

/** What a file says was found, and the place of the invariant's name. */
export interface LoadedViolation extends FoundViolation {
  readonly place: SourcePosition;
}

export function compileViolation(input: ViolationInput, reporter: Reporter): LoadedViolation {
  const { invariant, message, at } = input;
  const timeMs = compileDuration(at, ["violation", "at"], reporter);
  const place = reporter.place(["violation", "invariant"]);
  return { invariant, message, timeMs, ...originOf(input), place };
}

export function writeViolation(found: FoundViolation): JsonObject {
  const { invariant, message, timeMs } = found;
  return { invariant, message, at: formatDuration(timeMs), ...originOf(found) };
}

type Origin = Pick<FoundViolation, "seed" | "programs" | "controllers">;

/** In which check something was found. */
function originOf({ seed, programs, controllers }: { readonly [K in keyof Origin]: Origin[K] | undefined }): Origin {
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(programs === undefined ? {} : { programs }),
    ...(controllers === undefined ? {} : { controllers }),
  };
}
