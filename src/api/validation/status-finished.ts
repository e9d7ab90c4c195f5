/** A finished Job cannot have active, terminating or uncounted pods. */
import type { FieldError } from "../field-path.ts";
import { invalid } from "./errors.ts";
import { uncountedPodsValue } from "./go-structs.ts";
import { type StatusChange, uncountedDiffer } from "./status-change.ts";

/** A finished Job has no active pods. */
export function checkActiveOfFinished({ next, now, finishedChanged, activeChanged }: StatusChange): FieldError[] {
  const { active = 0 } = next.status;
  if (!now.finished || active <= 0 || !(finishedChanged || activeChanged)) return [];
  return [invalid(["status", "active"], active, "active>0 is invalid for finished job")];
}

/** A finished Job has no uncounted pods. */
export function checkUncountedOfFinished({ next, stored, now, finishedChanged }: StatusChange): FieldError[] {
  const uncounted = next.status.uncountedTerminatedPods;
  if (!now.finished || uncounted === undefined) return [];
  if ((uncounted.succeeded ?? []).length === 0 && (uncounted.failed ?? []).length === 0) return [];
  if (!finishedChanged && !uncountedDiffer(uncounted, stored.status.uncountedTerminatedPods)) return [];
  const path = ["status", "uncountedTerminatedPods"];
  return [invalid(path, uncountedPodsValue(uncounted), "must be empty for finished job")];
}

/** A finished Job has no terminating pods. */
export function checkTerminatingOfFinished({ next, stored, now, finishedChanged }: StatusChange): FieldError[] {
  const { terminating = 0 } = next.status;
  if (!now.finished || terminating <= 0) return [];
  if (!finishedChanged && terminating === stored.status.terminating) return [];
  return [invalid(["status", "terminating"], terminating, "terminating>0 is invalid for finished job")];
}
