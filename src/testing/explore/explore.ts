/**
 * Every schedule of a small world, up to a number of deviations from the usual one: which event of an instant comes
 * first, whether each delivery of a watch is held, what happens to each write, where a process dies.
 */

import type { SimulationPlan } from "../../simulation/plan.ts";
import { isException } from "../exceptions.ts";
import type { Failure } from "../failure.ts";
import { type Playing, playAsync, playNow } from "../playing.ts";
import { isRestless } from "../restless/comes-to-rest.ts";
import { tellFailure } from "../tell-failure.ts";
import type { ExploreOptions } from "./options.ts";
import { addExplored, type ExploreFinding, type ExploreProgress } from "./progress.ts";
import { ScheduleSearch } from "./schedule-search.ts";

/** The result of a search. */
export interface ExploreResult extends ExploreProgress {
  /** Whether this scope holds nothing else: every part of it is done. */
  readonly isComplete: boolean;
}

/**
 * Plays every schedule of a world. Controllers written as async functions need `exploreAsync`.
 *
 * @param world a plan without disturbances: the schedules have them
 * @example
 * const { isComplete, findings } = explore(smallWorld({ jobs: 1, pods: 2 }), { deviations: 1 });
 */
export function explore(world: SimulationPlan, options: ExploreOptions = {}): ExploreResult {
  return playNow(exploring(world, options));
}

/** As `explore`, for controllers written as async functions. */
export function exploreAsync(world: SimulationPlan, options: ExploreOptions = {}): Promise<ExploreResult> {
  return playAsync(exploring(world, options));
}

function* exploring(world: SimulationPlan, options: ExploreOptions): Playing<ExploreResult> {
  const search = new ScheduleSearch(world, options);
  const usual = yield* search.begin();
  let progress: ExploreProgress = options.from ?? { ...usual, done: 0, of: search.parts };
  while (progress.done < progress.of && options.shouldStop?.(progress) !== true) {
    const { done, of } = progress;
    progress = { ...addExplored(progress, yield* search.part(done)), done: done + 1, of };
  }
  return resultOf(progress);
}

/** How far a search came as its result. */
export function resultOf(progress: ExploreProgress): ExploreResult {
  return { ...progress, isComplete: progress.done >= progress.of };
}

/** A finding as a failure of a check, with its story, ready to be written as a file. */
export function failureOf(finding: ExploreFinding, options: ExploreOptions = {}): Promise<Omit<Failure, "seed">> {
  return playAsync(telling(finding, options));
}

function* telling({ trial, violation }: ExploreFinding, options: ExploreOptions): Playing<Omit<Failure, "seed">> {
  const { controllers, objectKinds: kinds, invariants } = options;
  const story = yield* tellFailure(trial, violation, { controllers, kinds, invariants });
  const kind = isRestless(violation) ? "restless" : isException(violation) ? "exception" : "violation";
  return { kind, violation, trial, shrunk: trial, story, controllers: controllers?.ownNames ?? [] };
}
