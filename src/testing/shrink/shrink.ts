/** Makes a trial that violates an invariant as small as it gets, while it still violates the same one. */

import { NO_RULES } from "../../kubelet/behaviour/rules.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { simplerTrials } from "./simpler-trial.ts";

/** Runs that shrinking may cost: enough for the largest trials, and over in seconds. */
const MAX_RUNS = 3_000;

/** The way down, step by step: whoever plays the candidates says which of them still fail. */
export class Shrinking {
  /** The smallest trial that is known to fail. */
  best: SimulationPlan;
  #candidates: Generator<SimulationPlan>;
  #runsLeft: number;

  /** @param maxRuns trials played at most */
  constructor(trial: SimulationPlan, maxRuns: number = MAX_RUNS) {
    this.best = trial;
    this.#candidates = simplerTrials(trial);
    this.#runsLeft = maxRuns;
  }

  /** The next trial to play; `undefined` if nothing simpler is left, or enough was tried. */
  next(): SimulationPlan | undefined {
    if (this.#runsLeft-- <= 0) return undefined;
    const step = this.#candidates.next();
    return step.done === true ? undefined : step.value;
  }

  /** Takes a candidate that fails, and begins again from there. */
  take(candidate: SimulationPlan): void {
    this.best = candidate;
    this.#candidates = simplerTrials(candidate);
  }
}

/**
 * Greedy: takes the first simpler trial that still fails, and begins again from there.
 *
 * @param fails plays a trial and says whether it fails in the same way
 * @param maxRuns trials played at most
 */
export function shrink(
  trial: SimulationPlan,
  fails: (trial: SimulationPlan) => boolean,
  maxRuns?: number,
): SimulationPlan {
  const shrinking = new Shrinking(trial, maxRuns);
  for (let candidate = shrinking.next(); candidate !== undefined; candidate = shrinking.next()) {
    if (fails(candidate)) shrinking.take(candidate);
  }
  return shrinking.best;
}

/** How many things happen in a trial from outside: what is created, done, set to fail or scripted to differ. */
export function countEvents({
  actions,
  pods = NO_RULES,
  faults = [],
  disturbances = [],
  quotas = [],
  cluster,
  ...rest
}: SimulationPlan): number {
  const settings = [rest.watchLagMs, rest.apiLatencyMs, rest.controllerManager].filter((part) => part !== undefined);
  const lists = [actions, pods.rules, faults, disturbances, quotas, cluster?.outages ?? []];
  return lists.reduce((sum, { length }) => sum + length, settings.length);
}
