/** Rules about the counters of a Job's status, and about pods that they do not include yet. */
import { type FieldError, type FieldPath, ofRule } from "../field-path.ts";
import type { Job, JobStatus, UncountedTerminatedPods } from "../types.ts";
import { checkNonNegative, duplicate, invalid } from "./errors.ts";
import type { StatusChange } from "./status-change.ts";

const COUNTERS = ["active", "succeeded", "failed", "ready", "terminating"] as const;
const COUNTER_PATHS: { readonly [counter in (typeof COUNTERS)[number]]: FieldPath } = {
  active: ["status", "active"],
  succeeded: ["status", "succeeded"],
  failed: ["status", "failed"],
  ready: ["status", "ready"],
  terminating: ["status", "terminating"],
};

/** Counters cannot be negative (batch validation, `validateJobStatus`). */
export function checkCounters(status: JobStatus): FieldError[] {
  const errors: FieldError[] = [];
  for (const counter of COUNTERS) {
    if ((status[counter] ?? 0) < 0) errors.push(...checkNonNegative(status[counter], COUNTER_PATHS[counter]));
  }
  return errors;
}

/**
 * Uncounted pods must have a UID, and may be listed once (batch validation, `validateJobStatus`).
 *
 * @param uncounted `status.uncountedTerminatedPods`
 */
export function checkUncountedPods(uncounted: UncountedTerminatedPods | undefined): FieldError[] {
  if (uncounted === undefined) return [];
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  for (const list of ["succeeded", "failed"] as const) {
    for (const [i, uid] of (uncounted[list] ?? []).entries()) {
      if (uid === "") errors.push(invalid(["status", "uncountedTerminatedPods", list, i], uid, "must not be empty"));
      else if (seen.has(uid)) errors.push(duplicate(["status", "uncountedTerminatedPods", list, i], uid));
      else seen.add(uid);
    }
  }
  return errors;
}

/** `failed` cannot decrease, and `succeeded` only if an Indexed Job was scaled down. */
export function checkCountersKept({ next, stored }: StatusChange): FieldError[] {
  const errors: FieldError[] = [];
  const { failed = 0, succeeded = 0 } = next.status;
  if (failed < (stored.status.failed ?? 0)) {
    errors.push(invalid(COUNTER_PATHS.failed, failed, "cannot decrease the failed counter"));
  }
  if (succeeded < (stored.status.succeeded ?? 0) && !isElastic(stored)) {
    const error = invalid(COUNTER_PATHS.succeeded, succeeded, "cannot decrease the succeeded counter");
    errors.push(ofRule("succeededKept", error));
  }
  return errors;
}

/** Scaling an Indexed Job down decreases `succeeded`; it can only scale if completions equal parallelism. */
function isElastic({ spec }: Job): boolean {
  return spec.completionMode === "Indexed" && spec.completions !== undefined && spec.completions === spec.parallelism;
}

/** At most as many pods can be ready as are active. */
export function checkReadyWithinActive({ next, stored, activeChanged }: StatusChange): FieldError[] {
  const { ready, active = 0 } = next.status;
  if (ready === undefined || ready <= active) return [];
  if (!activeChanged && ready === stored.status.ready) return [];
  const error = invalid(COUNTER_PATHS.ready, ready, "cannot set more ready pods than active");
  return [ofRule("readyWithinActive", error)];
}
