/** Rules about the start time and completion time of a Job. */
import { type FieldError, type FieldPath, ofRule } from "../field-path.ts";
import { IMMUTABLE, invalid, required } from "./errors.ts";
import type { StatusChange } from "./status-change.ts";

const START: FieldPath = ["status", "startTime"];
const COMPLETION: FieldPath = ["status", "completionTime"];

/** A Job has a completion time if and only if it is complete, not before its start time. */
export function checkCompletionTime(change: StatusChange): FieldError[] {
  const { next, now, completeChanged, completionTimeChanged, startTimeChanged } = change;
  const { startTime, completionTime } = next.status;
  const errors: FieldError[] = [];
  if (completeChanged || completionTimeChanged) {
    if (completionTime !== undefined && !now.complete) {
      const detail = "cannot set completionTime when there is no Complete=True condition";
      errors.push(invalid(COMPLETION, completionTime, detail));
    } else if (completionTime === undefined && now.complete) {
      errors.push(required(COMPLETION, "completionTime is required for Complete jobs"));
    }
  }
  if ((startTimeChanged || completionTimeChanged) && startTime !== undefined && completionTime !== undefined) {
    if (Date.parse(completionTime) < Date.parse(startTime)) {
      errors.push(invalid(COMPLETION, completionTime, "must be equal to or after `startTime`"));
    }
  }
  return errors;
}

/** A finished Job has a start time, unless it was suspended with nothing to do. */
export function checkStartTimeOfFinished(change: StatusChange): FieldError[] {
  const { next, now, finishedChanged, startTimeChanged } = change;
  if (!now.finished || next.status.startTime !== undefined) return [];
  if (!finishedChanged && !startTimeChanged) return [];
  if (next.spec.suspend === true && next.spec.completions === 0) return [];
  return [ofRule("startedBeforeFinished", required(START, "startTime is required for finished job"))];
}

/** The completion time cannot change. */
export function checkCompletionTimeKept({ next, stored, completionTimeChanged }: StatusChange): FieldError[] {
  const { completionTime } = next.status;
  if (!completionTimeChanged || completionTime === undefined) return [];
  return stored.status.completionTime === undefined ? [] : [invalid(COMPLETION, completionTime, IMMUTABLE)];
}

/** The start time of a running Job cannot change; suspending removes it, and resuming sets a new one. */
export function checkStartTimeKept({ next, stored, now, before, startTimeChanged }: StatusChange): FieldError[] {
  if (!startTimeChanged || stored.status.startTime === undefined || stored.spec.suspend === true) return [];
  if (before.suspended && now.resumed) return [];
  return [invalid(START, next.status.startTime, "field is immutable for unsuspended job once set")];
}
