/** Rules about the conditions that a Job may have, gain and lose. */
import type { FieldError, FieldPath } from "../field-path.ts";
import { invalidUnprinted } from "./errors.ts";
import type { StatusChange } from "./status-change.ts";

const CONDITIONS: FieldPath = ["status", "conditions"];

/** Makes errors from pairs of "violated" and its message. */
function violations(...rules: readonly (readonly [violated: boolean, detail: string])[]): FieldError[] {
  const errors: FieldError[] = [];
  for (const [violated, detail] of rules) if (violated) errors.push(invalidUnprinted(CONDITIONS, detail));
  return errors;
}

/** A Job cannot be complete and failed. */
export function checkCompleteExcludesFailure({
  now,
  before,
  completeChanged,
  failedChanged,
}: StatusChange): FieldError[] {
  if (!now.complete) return [];
  const targetChanged = now.failureTarget !== before.failureTarget;
  return violations(
    [now.failed && (completeChanged || failedChanged), "cannot set Complete=True and Failed=true conditions"],
    [
      now.failureTarget && (completeChanged || targetChanged),
      "cannot set Complete=True and FailureTarget=true conditions",
    ],
  );
}

/** A terminal condition can only follow the one that announces it. */
export function checkTerminalConditionsAnnounced(change: StatusChange): FieldError[] {
  const { now, before, completeChanged, failedChanged, failedIndexesChanged } = change;
  const criteriaChanged = now.successCriteriaMet !== before.successCriteriaMet;
  return violations(
    [
      now.failed && !now.failureTarget && (failedChanged || failedIndexesChanged),
      "cannot set Failed=True condition without the FailureTarget=true condition",
    ],
    [
      now.complete && !now.successCriteriaMet && (completeChanged || criteriaChanged),
      "cannot set Complete=True condition without the SuccessCriteriaMet=true condition",
    ],
  );
}

/** Success and failure cannot both be announced, and a success policy must be announced before it completes a Job. */
export function checkSuccessCriteria({ now, next }: StatusChange): FieldError[] {
  return violations(
    [now.successCriteriaMet && now.failed, "cannot set SuccessCriteriaMet=True and Failed=true conditions"],
    [
      now.successCriteriaMet && now.failureTarget,
      "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions",
    ],
    [
      next.spec.successPolicy !== undefined && now.complete && !now.successCriteriaMet,
      "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True",
    ],
  );
}

/** When success policies were new, nothing else could announce success (1.30 only). */
export function checkSuccessPolicyBehindCriteria({ now, next }: StatusChange): FieldError[] {
  const { completionMode, successPolicy } = next.spec;
  return violations(
    [now.successCriteriaMet && completionMode !== "Indexed", "cannot set SuccessCriteriaMet to NonIndexed Job"],
    [
      now.successCriteriaMet && successPolicy === undefined,
      "cannot set SuccessCriteriaMet=True for Job without SuccessPolicy",
    ],
  );
}

/** Terminal conditions cannot be removed. */
export function checkTerminalConditionsKept({ now, before }: StatusChange): FieldError[] {
  return violations(
    [before.failed && !now.failed, "cannot disable the terminal Failed=True condition"],
    [before.complete && !now.complete, "cannot disable the terminal Complete=True condition"],
    [before.failureTarget && !now.failureTarget, "cannot disable the terminal FailureTarget=True condition"],
  );
}

/** Announced success cannot be removed, and cannot be announced after the Job is complete. */
export function checkSuccessCriteriaKept({ now, before }: StatusChange): FieldError[] {
  return violations(
    [before.successCriteriaMet && !now.successCriteriaMet, "cannot disable the SuccessCriteriaMet=True condition"],
    [
      before.complete && !before.successCriteriaMet && now.successCriteriaMet,
      "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions",
    ],
  );
}
