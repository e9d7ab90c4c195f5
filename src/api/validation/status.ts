/**
 * Rules for status writes of Jobs (batch validation, `ValidateJobStatusUpdate`).
 *
 * They run on every status write of a simulation: most rules compare a few numbers, and index lists are only parsed if
 * they changed. Errors in a message are in the order of the rules.
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
 * Validates a write to `/status` of a Job.
 *
 * @param next the Job with the new status and the stored spec
 * @param stored the stored Job
 * @param switches what the release checks
 * @returns all violated rules in the API server's order; empty if the write is valid
 */
export function validateJobStatusUpdate(next: Job, stored: Job, switches: ApiSwitches = CURRENT_API): FieldError[] {
  const errors: FieldError[] = [...checkMetadataOfUpdate(next.metadata, stored.metadata)];
  errors.push(...counters.checkCounters(next.status));
  if (next.status.uncountedTerminatedPods !== stored.status.uncountedTerminatedPods) {
    errors.push(...counters.checkUncountedPods(next.status.uncountedTerminatedPods));
  }
  const change = compareStatus(next, stored);
  for (const rule of RULES[switches.strictStatusValidation]) {
    const found = rule(change);
    if (found.length > 0) errors.push(...found);
  }
  return inWordsOf(switches, errors);
}
