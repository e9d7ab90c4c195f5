/** Makes a trial that violates an invariant as small as it gets, while it still violates the same one. */

import type { Trial } from "../trial.ts";
import { simplerTrials } from "./simpler-trial.ts";

/** Runs that shrinking may cost: enough for the largest trials, and over in seconds. */
const MAX_RUNS = 3_000;

/**
 * Greedy: takes the first simpler trial that still fails, and begins again from there.
 *
 * @param fails plays a trial and says whether it fails in the same way
 * @param maxRuns trials played at most
 */
export function shrink(trial: Trial, fails: (trial: Trial) => boolean, maxRuns: number = MAX_RUNS): Trial {
  let best = trial;
  let runs = 0;
  for (let found = true; found; ) {
    found = false;
    for (const simpler of simplerTrials(best)) {
      if (++runs > maxRuns) return best;
      if (!fails(simpler)) continue;
      best = simpler;
      found = true;
      break;
    }
  }
  return best;
}

/** How many things happen in a trial from outside: what is created, done, set to fail or scripted to differ. */
export function countEvents({
  actions,
  pods,
  faults = [],
  disturbances = [],
  quotas = [],
  nodes,
  ...rest
}: Trial): number {
  const settings = [rest.watchLagMs, rest.apiLatencyMs, rest.controllerManager].filter((part) => part !== undefined);
  const lists = [actions, pods.rules, faults, disturbances, quotas, nodes?.outages ?? []];
  return lists.reduce((sum, { length }) => sum + length, settings.length);
}
