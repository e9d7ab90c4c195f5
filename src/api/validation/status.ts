/**
 * Rules for writes of a Job's status (batch validation, `ValidateJobStatusUpdate`).
 *
 * They run on every status write of a simulation: most rules look at a few numbers, and index lists are read only where
 * their text changed. The order of the rules is the order of the errors in a message.
 */
import type { FieldError } from "../field-path.ts";
import { type ApiSwitches, CURRENT_API } from "../switches.ts";
import type { Job } from "../types.ts";
import { checkMetadataOfUpdate } from "./metadata.ts";
import { inWordsOf } from "./release-texts.ts";
import { compareStatus, type StatusChange } from "./status-change.ts";
import * as conditions from "./status-conditions.ts";
import * as counters from "./status-counters.ts";
import * as finished from "./status-finished.ts";
import { checkIndexLists } from "./status-indexes.ts";
import * as times from "./status-times.ts";

type StatusRule = (change: StatusChange) => readonly FieldError[];

const STRICT_RULES: readonly StatusRule[] = [
  conditions.checkCompleteExcludesFailure,
  times.checkCompletionTime,
  conditions.checkTerminalConditionsAnnounced,
  finished.checkActiveOfFinished,
  times.checkStartTimeOfFinished,
  finished.checkUncountedOfFinished,
  checkIndexLists,
  finished.checkTerminatingOfFinished,
  counters.checkReadyWithinActive,
  conditions.checkSuccessCriteria,
  conditions.checkTerminalConditionsKept,
  counters.checkCountersKept,
  times.checkCompletionTimeKept,
  times.checkStartTimeKept,
  conditions.checkSuccessCriteriaKept,
];

const RULES: { readonly [strictness in ApiSwitches["strictStatusValidation"]]: readonly StatusRule[] } = {
  counters: [],
  successPolicy: [
    conditions.checkSuccessPolicyBehindCriteria,
    conditions.checkSuccessCriteria,
    conditions.checkSuccessCriteriaKept,
  ],
  successCriteria: [conditions.checkSuccessCriteria, conditions.checkSuccessCriteriaKept],
  strict: STRICT_RULES,
};

/**
 * Checks a write to `/status` of a Job.
 *
 * @param next the Job with the status to be written; its spec is the stored one
 * @param stored the Job as it is
 * @param switches what the release checks
 * @returns all violated rules in the API server's order; empty if the write is fine
 */
export function validateJobStatusUpdate(next: Job, stored: Job, switches: ApiSwitches = CURRENT_API): FieldError[] {
  const errors: FieldError[] = [...checkMetadataOfUpdate(next.metadata, stored.metadata)];
  errors.push(...counters.checkCounters(next.status));
  if (next.status.uncountedTerminatedPods !== stored.status.uncountedTerminatedPods) {
    errors.push(...counters.checkUncountedPods(next.status.uncountedTerminatedPods));
  }
  const change = compareStatus(next, stored);
  for (const rule of RULES[switches.strictStatusValidation]) for (const error of rule(change)) errors.push(error);
  return inWordsOf(switches, errors);
}
