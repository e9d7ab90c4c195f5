/** A plan that no run can be played with: code without types gave it. */

import { isVouchedFor, vouchedFor } from "../kubelet/behaviour/good-rules.ts";
import { type PlanProblem, problemsOfRules } from "../kubelet/behaviour/rules-check.ts";
import type { SimulationPlan } from "./plan.ts";

/**
 * Thrown if the behaviour of pods in a plan is not what it should be.
 *
 * @example
 * const short = { ...plan, pods: { default: { run: fixed(-1) }, rules: [] } };
 * expect(() => simulate(short)).toThrow("pods.default.run.ms: must be a number from 0 to");
 */
export class PlanError extends Error {
  override readonly name = "PlanError";
  /** Everything that was found, each with its path in the plan. */
  readonly problems: readonly PlanProblem[];

  /** @param problems at least one */
  constructor(problems: readonly PlanProblem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
    this.problems = problems;
  }
}

/**
 * The same plan, or a part of one, if its pods can behave as it says.
 *
 * @throws PlanError with all that is wrong
 */
export function withGoodPods<P extends Pick<SimulationPlan, "pods">>(plan: P): P {
  if (plan.pods === undefined || isVouchedFor(plan.pods)) return plan;
  const problems = problemsOfRules(plan.pods);
  if (problems.length > 0) throw new PlanError(problems);
  vouchedFor(plan.pods);
  return plan;
}
