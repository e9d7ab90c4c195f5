/** Makes a trial that violates an invariant as small as possible while it still violates the same one. */

import { NO_RULES } from "../../kubelet/behaviour/rules.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { simplerTrials } from "./simpler-trial.ts";

/** Runs that shrinking may use: enough for the largest trials, and done in seconds. */
const MAX_RUNS = 3_000;

/** A trial that fails, and how it can be made simpler. */
export interface Shrinkable {
  readonly trial: SimulationPlan;
  /** What is a little simpler, the boldest simplifications first. */
  simpler(): Iterable<Shrinkable>;
}

/** A trial that is simplified directly. */
export function plainCandidate(trial: SimulationPlan): Shrinkable {
  return { trial, simpler: () => simplerCandidates(trial) };
}

function* simplerCandidates(trial: SimulationPlan): Generator<Shrinkable> {
  for (const simpler of simplerTrials(trial)) yield plainCandidate(simpler);
}

/** The way down, step by step: the caller plays the candidates and says which of them still fail. */
export class Shrinking {
  /** The smallest candidate that is known to fail. */
  best: Shrinkable;
  #candidates: Iterator<Shrinkable>;
  #runsLeft: number;
  /** What has been played already: after each step down most candidates recur. */
  readonly #tried = new Set<string>();

  /** @param maxRuns trials played at most */
  constructor(candidate: Shrinkable, maxRuns: number = MAX_RUNS) {
    this.best = candidate;
    this.#candidates = candidate.simpler()[Symbol.iterator]();
    this.#runsLeft = maxRuns;
  }

  /** The next candidate to play; `undefined` if nothing simpler is left, or enough was tried. */
  next(): Shrinkable | undefined {
    for (let step = this.#candidates.next(); step.done !== true; step = this.#candidates.next()) {
      const text = JSON.stringify(step.value.trial);
      if (this.#tried.has(text)) continue;
      this.#tried.add(text);
      return this.#runsLeft-- > 0 ? step.value : undefined;
    }
    return undefined;
  }

  /** Takes a candidate that fails, and starts over from there. */
  take(candidate: Shrinkable): void {
    this.best = candidate;
    this.#candidates = candidate.simpler()[Symbol.iterator]();
  }
}

/**
 * Greedy: takes the first simpler trial that still fails, and starts over from there.
 *
 * @param fails plays a trial and says whether it fails in the same way
 * @param maxRuns trials played at most
 */
export function shrink(
  trial: SimulationPlan,
  fails: (trial: SimulationPlan) => boolean,
  maxRuns?: number,
): SimulationPlan {
  const shrinking = new Shrinking(plainCandidate(trial), maxRuns);
  for (let candidate = shrinking.next(); candidate !== undefined; candidate = shrinking.next()) {
    if (fails(candidate.trial)) shrinking.take(candidate);
  }
  return shrinking.best.trial;
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
