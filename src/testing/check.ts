/**
 * The check: random trials under invariants, each failure shrunk and reported.
 *
 * Run `n` of a check has the seed `seed + n`, so any run can be repeated on its own.
 */

import type { AnyKind } from "../api/kinds/kind.ts";
import type { Decision } from "../controller/job/decisions.ts";
import { vouchedFor } from "../kubelet/behaviour/good-rules.ts";
import { builtInControllers, cronJobController, jobController } from "../simulation/controllers/built-in.ts";
import { includesController, type StartControllers } from "../simulation/controllers/controllers.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import { PlanError } from "../simulation/plan-error.ts";
import { NeedsTurnsError } from "../simulation/simulation.ts";
import { addCounts, type Counts, faultsOf } from "./effects.ts";
import { exceptionViolation } from "./exceptions.ts";
import { type Failure, type FailureKind, notCome, undrawn } from "./failure.ts";
import { CHECKED_FEATURES, FEATURES_FOR_OTHERS, type Feature } from "./generate/features.ts";
import { drawTrial } from "./generate/trial.ts";
import { INVARIANTS } from "./invariants/index.ts";
import type { Invariant, Violation } from "./invariants/invariant.ts";
import { addTallies, type Tallies, type Tally } from "./invariants/tally.ts";
import { type Playing, playAsync, played, playNow } from "./playing.ts";
import { isRestless } from "./restless/comes-to-rest.ts";
import { differingEntry } from "./same-twice.ts";
import { plainCandidate, type Shrinkable, Shrinking } from "./shrink/shrink.ts";
import { neverCame } from "./situations.ts";
import { randomSource } from "./source.ts";
import { tellFailure } from "./tell-failure.ts";
import { drawOwnTrial, featuresOfWorkload } from "./workload/own-trial.ts";
import type { Workload } from "./workload/world.ts";

/** Options of `check`. */
export interface CheckOptions {
  /** Seed of the first run; 1 by default. */
  readonly seed?: number;
  /** Number of runs; 1000 by default. */
  readonly runs?: number;
  /** Distance between the seeds of two runs: how many workers share a check. 1 by default. */
  readonly stride?: number;
  /** What trials may contain; everything by default. */
  readonly features?: readonly Feature[];
  /** Changes each trial before it is played, to add what your own controller needs to work on. */
  readonly adapt?: (drawn: SimulationPlan) => SimulationPlan;
  /**
   * Draws the world of each run, in place of the engine's own Jobs and what happens to them: faults are drawn around
   * it, and a failure is shrunk by drawing it again from simpler choices.
   */
  readonly workload?: Workload;
  /** What must hold; the invariants of Jobs by default. */
  readonly invariants?: readonly Invariant[];
  /** What runs in the controller manager; the built-in controllers by default. */
  readonly controllers?: StartControllers;
  /** Kinds of objects with their strategies; kinds that are plain data can be part of a world. */
  readonly kinds?: readonly AnyKind[];
  /** Plays each trial twice and compares every commit. */
  readonly twice?: boolean;
  /** Ends the check after this many failures; 1 by default. */
  readonly maxFailures?: number;
  /**
   * Counts defects that Kubernetes has as well as failures: all of them, or those with these ids. They are excused by
   * default where Kubernetes' own Job controller runs, and never of another one.
   */
  readonly strict?: boolean | readonly string[];
  /** Runs that shrinking a failure may use; 0 leaves it as it was drawn. */
  readonly shrinkRuns?: number;
  /** Counts which rules of the Job controller decide. */
  readonly countsRules?: boolean;
  /** Whether others play the rest of the check: then what never came is no failure yet. */
  readonly isPart?: boolean;
  /** Called before each run; the check ends when it returns true. */
  readonly shouldStop?: (runs: number) => boolean;
}

/** What a check has in addition to what every check has: controllers, invariants, what its trials need. */
export interface OwnOptions
  extends Pick<CheckOptions, "controllers" | "invariants" | "adapt" | "workload" | "features" | "kinds"> {
  /** A small world, for searching all its schedules. */
  readonly world?: SimulationPlan;
}

/** The result of `check`. */
export interface CheckResult {
  readonly runs: number;
  /** Entries of all logs: how much was checked. */
  readonly entries: number;
  readonly failures: readonly Failure[];
  /** How often each known defect of Kubernetes occurred. */
  readonly known: ReadonlyMap<string, number>;
  /** How often each invariant was armed, excused and broken. */
  readonly tallies: Tallies;
  /** In how many runs each kind of fault was drawn. */
  readonly faults: Counts;
  /** What came of faults, as the logs have it. */
  readonly effects: Counts;
  /** How often each rule of the Job controller decided, in every twentieth run of a check with `countsRules`. */
  readonly rules: Counts;
}

const DEFAULT_RUNS = 1_000;
/** Listening to decisions costs as much as the run. */
const RULES_EVERY = 20;

/** What the runs of a check have shown in addition to violations. */
class Seen {
  readonly tallies = new Map<string, Tally>();
  readonly faults = new Map<string, number>();
  readonly effects = new Map<string, number>();
  readonly rules = new Map<string, number>();
  readonly onDecision = ({ rule }: Decision): void => {
    this.rules.set(rule, (this.rules.get(rule) ?? 0) + 1);
  };

  take(trial: SimulationPlan, { tallies, effects }: Tried): void {
    addTallies(this.tallies, tallies);
    addCounts(this.effects, effects);
    for (const fault of faultsOf(trial)) this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }
}

/**
 * Plays random trials until one fails, or all have passed. Controllers written as async functions need `checkAsync`.
 *
 * @example
 * const { failures } = check({ runs: 10_000, seed: 7 });
 * expect(failures).toEqual([]);
 */
export function check(options: CheckOptions = {}): CheckResult {
  return playNow(checking(options));
}

/**
 * As `check`, for controllers written as async functions, which take turns between two events of the virtual clock.
 *
 * @example
 * const { failures } = await checkAsync({ runs: 200, controllers: together(builtInControllers, controller(mine)) });
 */
export function checkAsync(options: CheckOptions = {}): Promise<CheckResult> {
  return playAsync(checking(options));
}

function* checking(options: CheckOptions): Playing<CheckResult> {
  const { seed = 1, runs = DEFAULT_RUNS, stride = 1, maxFailures = 1 } = options;
  const drawn = trialsOf(options);
  const failures: Failure[] = [];
  const known = new Map<string, number>();
  const seen = new Seen();
  const listens = (run: number) => options.countsRules === true && run % RULES_EVERY === 0;
  let entries = 0;
  let done = 0;
  while (done < runs && failures.length < maxFailures && options.shouldStop?.(done) !== true) {
    const runSeed = seed + done * stride;
    const candidate = drawnOrThrown(() => drawn(String(runSeed)));
    if ("thrown" in candidate) {
      failures.push(undrawn(runSeed, candidate.thrown));
      break;
    }
    const tried = yield* tryTrial(candidate.trial, options, listens(done) ? seen.onDecision : undefined);
    seen.take(candidate.trial, tried);
    entries += tried.entries;
    done++;
    for (const id of new Set(tried.violations.flatMap((violation) => violation.known ?? []))) {
      known.set(id, (known.get(id) ?? 0) + 1);
    }
    const first = firstFailure(tried, options);
    if (first !== undefined) failures.push(yield* explain(runSeed, candidate, first, options));
  }
  if (failures.length === 0 && options.isPart !== true) {
    const { invariants = INVARIANTS } = options;
    failures.push(...neverCame(invariants, done, seen.tallies).map((violation) => notCome(seed, violation)));
  }
  const { tallies, faults, effects, rules } = seen;
  return { runs: done, entries, failures, known, tallies, faults, effects, rules };
}

/** Draws the trial of a seed. */
function trialsOf({
  workload,
  adapt,
  features,
  kinds = [],
  controllers = builtInControllers,
}: CheckOptions): (seed: string) => Shrinkable {
  if (workload !== undefined) {
    if (adapt !== undefined) throw new Error("a workload draws the whole world: there is nothing left to adapt");
    const allowed = featuresOfWorkload(features);
    const replicas = (controllers.replicas ?? []).map(({ name }) => name);
    const resources = kinds.map(({ resource }) => resource);
    return (seed) => drawOwnTrial(seed, { workload, allowed, kinds: resources, replicas });
  }
  const hasCronJobs = includesController(controllers, cronJobController);
  const allowed = features ?? (hasCronJobs ? CHECKED_FEATURES : FEATURES_FOR_OTHERS);
  return (seed) => {
    const drawn = drawTrial(randomSource(seed), allowed);
    if (drawn.pods !== undefined) vouchedFor(drawn.pods);
    return plainCandidate(adapt?.(drawn) ?? drawn);
  };
}

function drawnOrThrown(draw: () => Shrinkable): Shrinkable | { readonly thrown: unknown } {
  try {
    return draw();
  } catch (thrown) {
    return { thrown };
  }
}

interface Tried {
  readonly violations: readonly Violation[];
  readonly entries: number;
  readonly kind: FailureKind;
  readonly tallies: Tallies;
  readonly effects: Counts;
}

/** Plays a trial and turns whatever goes wrong into violations. */
export function* tryTrial(
  trial: SimulationPlan,
  { invariants = INVARIANTS, controllers, kinds, twice = false }: CheckOptions,
  onDecision?: (decision: Decision) => void,
): Playing<Tried> {
  try {
    const first = yield* played(trial, { invariants, controllers, kinds, record: twice, onDecision });
    const { violations, length, tallies, effects } = first;
    if (!twice || violations.length > 0) return { violations, entries: length, kind: "violation", tallies, effects };
    const second = yield* played(trial, { invariants: [], controllers, kinds, record: true });
    const differing = differingEntry(first.entries, second.entries);
    return { violations: differing, entries: length + second.length, kind: "nondeterminism", tallies, effects };
  } catch (error) {
    if (error instanceof NeedsTurnsError || error instanceof PlanError) throw error;
    return {
      violations: [exceptionViolation(error)],
      entries: 0,
      kind: "exception",
      tallies: new Map(),
      effects: new Map(),
    };
  }
}

interface FirstFailure {
  readonly kind: FailureKind;
  readonly violation: Violation;
}

function firstFailure({ violations, kind }: Tried, options: CheckOptions): FirstFailure | undefined {
  const violation = violations.find((found) => counts(found, options));
  if (violation === undefined) return undefined;
  return { kind: isRestless(violation) ? "restless" : kind, violation };
}

/** Whether a violation is a failure: it is not if Kubernetes has the same defect, unless the check is strict. */
function counts({ known }: Violation, { strict: asked, controllers = builtInControllers }: CheckOptions): boolean {
  const strict = asked ?? !includesController(controllers, jobController);
  if (typeof strict !== "boolean") return known !== undefined && strict.includes(known);
  return strict || known === undefined;
}

function* explain(
  seed: number,
  drawn: Shrinkable,
  { kind, violation }: FirstFailure,
  options: CheckOptions,
): Playing<Failure> {
  let told = violation;
  const shrinking = new Shrinking(drawn, options.shrinkRuns);
  for (let candidate = shrinking.next(); candidate !== undefined; candidate = shrinking.next()) {
    const { violations } = yield* tryTrial(candidate.trial, options);
    const again = violations.find((found) => found.invariant === violation.invariant && counts(found, options));
    if (again === undefined) continue;
    told = again;
    shrinking.take(candidate);
  }
  const { trial: shrunk } = shrinking.best;
  const story = yield* tellFailure(shrunk, told, options);
  const controllers = options.controllers?.ownNames ?? [];
  return { kind, seed, violation: told, trial: drawn.trial, shrunk, story, controllers };
}
