/** Moves what happens in a trial to a few instants: most bugs want two things at nearly the same time. */

import type { SimulationPlan } from "../../simulation/plan.ts";
import { between, chance, pick, type Source } from "../source.ts";
import type { Faults } from "./faults.ts";
import type { Scale } from "./scale.ts";

/** Percentage of trials that are treated this way; the others keep their instants. */
const TRIALS_PERCENT = 50;
/** What is moved in them. */
const MOVED_PERCENT = 50;
/** How far apart things at a busy instant may be: longer than the pause in which a controller gathers events. */
const APART_MS = 1_500;

/** A trial in which many things happen at one or two instants, or the trial as it was. */
export function coincide(source: Source, { busyMs }: Scale, trial: SimulationPlan): SimulationPlan {
  if (!chance(source, TRIALS_PERCENT)) return trial;
  const first = source.below(busyMs);
  const instants = [first, chance(source, 50) ? first : source.below(busyMs)] as const;
  const move = (atMs: number) => {
    if (atMs === 0 || !chance(source, MOVED_PERCENT)) return atMs;
    return pick(source, instants) + (chance(source, 50) ? 0 : between(source, 1, APART_MS));
  };
  const actions = trial.actions.map((action) => ({ ...action, atMs: move(action.atMs) }));
  return { ...trial, actions: actions.sort((a, b) => a.atMs - b.atMs), ...movedFaults(trial, move) };
}

/** Faults at the busy instants; each moves, or keeps its own. */
export function coincideWith(source: Source, busyMs: readonly number[], faults: Faults): Faults {
  const [first, ...more] = busyMs;
  if (first === undefined || !chance(source, TRIALS_PERCENT)) return faults;
  const move = (atMs: number) => {
    if (!chance(source, MOVED_PERCENT)) return atMs;
    return pick(source, [first, ...more]) + (chance(source, 50) ? 0 : between(source, 1, APART_MS));
  };
  return { ...faults, ...movedFaults(faults, move) };
}

function movedFaults(
  { disturbances, faults }: Pick<Faults, "disturbances" | "faults">,
  move: (atMs: number) => number,
): Pick<Faults, "disturbances" | "faults"> {
  return {
    ...(disturbances === undefined
      ? {}
      : { disturbances: disturbances.map((found) => ({ ...found, atMs: move(found.atMs) })) }),
    ...(faults === undefined
      ? {}
      : {
          faults: faults.map((fault) => {
            const fromMs = move(fault.fromMs);
            return { ...fault, fromMs, toMs: fromMs + fault.toMs - fault.fromMs };
          }),
        }),
  };
}
