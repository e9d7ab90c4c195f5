/** Warnings about accepted Jobs (job strategy, `WarningsOnCreate` and `WarningsOnUpdate`). */
import { type ApiSwitches, CURRENT_API } from "../switches.ts";
import type { Job, JobSpec } from "../types.ts";
import { checkDnsLabel } from "./names.ts";

const MANY_COMPLETIONS = 100_000;
const MANY_PODS = 10_000;

/** Warnings for the creation of a Job. */
export function warningsForCreate(job: Job, switches: ApiSwitches = CURRENT_API): string[] {
  return [...warningsForName(job.metadata.name, switches), ...warningsForSpec(job.spec, switches)];
}

/** Warnings about the name of a Job, which becomes part of its pods' names. */
export function warningsForName(name: string, { nameWarning }: ApiSwitches): string[] {
  const problems = nameWarning ? checkDnsLabel(name) : [];
  if (problems.length === 0) return [];
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${problems.join(" ")}]`,
  ];
}

/**
 * Warnings for an update of a Job's spec; none if it did not change.
 *
 * @param next the new Job
 * @param stored the stored Job; a changed spec has a new generation
 */
export function warningsForUpdate(next: Job, stored: Job, switches: ApiSwitches = CURRENT_API): string[] {
  return next.metadata.generation === stored.metadata.generation ? [] : warningsForSpec(next.spec, switches);
}

/**
 * Warnings about the spec of a Job.
 *
 * @param path of the spec in the warnings
 */
export function warningsForSpec(spec: JobSpec, { completionsWarning }: ApiSwitches, path = "spec"): string[] {
  const { completionMode, completions = 0, parallelism = 0, template } = spec;
  const warnings: string[] = [];
  if (completionsWarning && completionMode === "Indexed" && completions > MANY_COMPLETIONS && parallelism > MANY_PODS) {
    warnings.push(
      `${path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, ` +
        "Kubernetes might not be able to track completedIndexes when a big number of indexes fail",
    );
  }
  const { terminationGracePeriodSeconds } = template.spec;
  if (terminationGracePeriodSeconds !== undefined && terminationGracePeriodSeconds < 0) {
    warnings.push(
      `${path}.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  }
  return warnings;
}
