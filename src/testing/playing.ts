/**
 * Work that asks for runs of trials, and does not care how they are played: at once, or in turns for async functions.
 */

import type { SimulationPlan } from "../simulation/plan.ts";
import { type RunOptions, runTrial, runTrialAsync, type TrialOutcome } from "./run-trial.ts";

/** A run that is asked for. */
export interface AskedRun {
  readonly trial: SimulationPlan;
  readonly options: RunOptions;
}

/** Asks for runs, and ends with a result; if a requested run ends with an exception, it is thrown here. */
export type Playing<R> = Generator<AskedRun, R, TrialOutcome>;

/** Plays the requested runs, for controllers written as processes. */
export function playNow<R>(work: Playing<R>): R {
  let step = work.next();
  while (step.done !== true) {
    const { trial, options } = step.value;
    let outcome: TrialOutcome;
    try {
      outcome = runTrial(trial, options);
    } catch (error) {
      step = work.throw(error);
      continue;
    }
    step = work.next(outcome);
  }
  return step.value;
}

/** Plays the requested runs, for controllers written as async functions. */
export async function playAsync<R>(work: Playing<R>): Promise<R> {
  let step = work.next();
  while (step.done !== true) step = await playOne(work, step.value);
  return step.value;
}

/**
 * As `playAsync`, as long as it may go on.
 *
 * @param mayGoOn is asked before each run
 * @returns `undefined` if it may not: what was played is lost
 */
export async function playWhile<R>(work: Playing<R>, mayGoOn: () => Promise<boolean>): Promise<R | undefined> {
  let step = work.next();
  while (step.done !== true) {
    if (!(await mayGoOn())) return undefined;
    step = await playOne(work, step.value);
  }
  return step.value;
}

async function playOne<R>(work: Playing<R>, { trial, options }: AskedRun): Promise<IteratorResult<AskedRun, R>> {
  let outcome: TrialOutcome;
  try {
    outcome = await runTrialAsync(trial, options);
  } catch (error) {
    return work.throw(error);
  }
  return work.next(outcome);
}

/** Asks for one run. */
export function* played(trial: SimulationPlan, options: RunOptions): Playing<TrialOutcome> {
  return yield { trial, options };
}
