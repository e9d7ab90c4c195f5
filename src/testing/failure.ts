/** What a check found: how a run failed, or why there was none. */

import { EPOCH_MS, type SimulationPlan } from "../simulation/plan.ts";
import { PlanError } from "../simulation/plan-error.ts";
import { exceptionStory, exceptionViolation } from "./exceptions.ts";
import type { Violation } from "./invariants/invariant.ts";

/**
 * How a run failed; `restless`: its clock could not move on. Some have no run: `never` is a situation that came in
 * none, `undrawn` a workload that threw, and `unplayable` one that gave a plan that cannot be played.
 */
export type FailureKind =
  | "violation"
  | "restless"
  | "exception"
  | "nondeterminism"
  | "never"
  | "undrawn"
  | "unplayable";

/** A violation or an error that a check found. */
export interface Failure {
  readonly kind: FailureKind;
  /** `check` with this seed and one run finds the failure again. */
  readonly seed: number;
  readonly violation: Violation;
  /** As it was drawn. */
  readonly trial: SimulationPlan;
  /** The smallest trial that was found to fail in the same way. */
  readonly shrunk: SimulationPlan;
  /** What happens in the shrunk trial, in a dozen lines. */
  readonly story: readonly string[];
  /** Names of the controllers that took part in addition to those of Kubernetes. */
  readonly controllers: readonly string[];
}

/** A workload that throws, or gives what is no plan, as a failure: the next seed would hide it. */
export function undrawn(seed: number, thrown: unknown): Failure {
  if (thrown instanceof PlanError) {
    const told = thrown.problems.map(({ path, message }) => `  ${path}: ${message}`);
    const story = [`the workload, with seed ${seed}, gives a plan that cannot be played:`, ...told];
    return { ...withoutRun(seed, exceptionViolation(thrown)), kind: "unplayable", story };
  }
  const story = exceptionStory(`the workload, with seed ${seed},`, thrown);
  return { ...withoutRun(seed, exceptionViolation(thrown)), kind: "undrawn", story };
}

/** A situation that came in no run as a failure: there is no run that shows it. */
export function notCome(seed: number, violation: Violation): Failure {
  return { ...withoutRun(seed, violation), kind: "never" };
}

function withoutRun(seed: number, violation: Violation): Omit<Failure, "kind"> {
  const trial = { epochMs: EPOCH_MS, seed: String(seed), actions: [] };
  return { seed, violation, trial, shrunk: trial, story: [], controllers: [] };
}
