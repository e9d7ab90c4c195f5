/**
 * Every schedule of a small world, up to a number of deviations from the usual one: which event of an instant comes
 * first, whether each delivery of a watch is held, what happens to each write, where a process dies.
 *
 * A run is played from its beginning for each schedule. What a schedule could add after a state that was reached
 * before, with as many deviations left, is not tried again: deliveries that commute lead to one state.
 */

import type { AnyKind } from "../../api/kinds/kind.ts";
import { CHOICE_KINDS, type ChoiceKind, type ScheduledChoice } from "../../simulation/choices/oracle.ts";
import type { StartControllers } from "../../simulation/controllers/controllers.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { Failure } from "../check.ts";
import { INVARIANTS } from "../invariants/index.ts";
import type { Invariant, Violation } from "../invariants/invariant.ts";
import { type Playing, playAsync, played, playNow } from "../playing.ts";
import { tellFailure } from "../tell-failure.ts";
import { type ChoicePoint, StateReader } from "./state-reader.ts";

/** Options of `explore`. */
export interface ExploreOptions {
  /** Maximum deviations from the usual schedule; 2 by default. */
  readonly deviations?: number;
  /** What may deviate; everything by default. */
  readonly kinds?: readonly ChoiceKind[];
  /** How late held deliveries and late writes are, in milliseconds; 1500 by default. */
  readonly heldMs?: number;
  /** What must hold; the invariants of Jobs by default. */
  readonly invariants?: readonly Invariant[];
  /** What runs in the controller manager; the built-in controllers by default. */
  readonly controllers?: StartControllers;
  /** Kinds of objects with their own strategies. */
  readonly objectKinds?: readonly AnyKind[];
  /** A share of the work: every `of`-th of the schedules with one deviation, with all that follow from it. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Continues from there. */
  readonly from?: ExploreProgress;
  /** Called before each part of the work with the progress so far; the search ends when it says so. */
  readonly shouldStop?: (progress: ExploreProgress) => boolean;
}

/** What was violated by some schedules. */
export interface ExploreFinding {
  readonly invariant: string;
  /** The defect of Kubernetes that explains it; see `Violation`. */
  readonly known?: string;
  /** How many schedules show it. */
  readonly schedules: number;
  /** The first, which has as few deviations as any; its schedule is part of the trial. */
  readonly trial: SimulationPlan;
  readonly violation: Violation;
}

/** How far a search is: it can be saved as JSON, and continued. */
export interface ExploreProgress {
  /** Parts that are done, of how many: the usual schedule, and one for each single deviation from it. */
  readonly done: number;
  readonly of: number;
  readonly schedules: number;
  /** Choices after which nothing was tried, because their state had been reached before. */
  readonly met: number;
  /** How often each kind of choice deviated. */
  readonly deviated: Readonly<Record<ChoiceKind, number>>;
  /** Most choices in one run. */
  readonly mostChoices: number;
  readonly findings: readonly ExploreFinding[];
}

/** The result of a search. */
export interface ExploreResult extends ExploreProgress {
  /** Whether this scope holds nothing else: every part of it is done. */
  readonly isComplete: boolean;
}

const DEVIATIONS = 2;
const HELD_MS = 1_500;

/**
 * Plays every schedule of a world. Controllers written as async functions need `exploreAsync`.
 *
 * @param world a plan without disturbances: the schedules have them
 * @example
 * const { isComplete, findings } = explore(smallWorld({ jobs: 1, pods: 2 }), { deviations: 1 });
 */
export function explore(world: SimulationPlan, options: ExploreOptions = {}): ExploreResult {
  return playNow(new Exploration(world, options).work());
}

/** As `explore`, for controllers written as async functions. */
export function exploreAsync(world: SimulationPlan, options: ExploreOptions = {}): Promise<ExploreResult> {
  return playAsync(new Exploration(world, options).work());
}

/** A finding as a failure of a check, with its story, ready to be written as a file. */
export function failureOf(finding: ExploreFinding, options: ExploreOptions = {}): Promise<Omit<Failure, "seed">> {
  return playAsync(telling(finding, options));
}

function* telling({ trial, violation }: ExploreFinding, options: ExploreOptions): Playing<Omit<Failure, "seed">> {
  const { controllers, objectKinds: kinds } = options;
  const story = yield* tellFailure(trial, violation, { controllers, kinds });
  return { kind: "violation", violation, trial, shrunk: trial, story, controllers: controllers?.ownNames ?? [] };
}

class Exploration {
  readonly #world: SimulationPlan;
  readonly #options: ExploreOptions;
  readonly #deviations: number;
  readonly #heldMs: number;
  readonly #kinds: ReadonlySet<ChoiceKind>;
  /** States of the usual schedule, from which most deviations are tried anyway. */
  readonly #usual = new Set<string>();
  readonly #findings = new Map<string, ExploreFinding>();
  #schedules = 0;
  #met = 0;
  #mostChoices = 0;
  readonly #deviated: Record<ChoiceKind, number> = { order: 0, delivery: 0, write: 0, start: 0, pod: 0 };

  constructor(world: SimulationPlan, options: ExploreOptions) {
    this.#world = world;
    this.#options = options;
    this.#deviations = options.deviations ?? DEVIATIONS;
    this.#heldMs = options.heldMs ?? HELD_MS;
    this.#kinds = new Set(options.kinds ?? CHOICE_KINDS);
    const { from } = options;
    if (from === undefined) return;
    this.#schedules = from.schedules;
    this.#met = from.met;
    this.#mostChoices = from.mostChoices;
    Object.assign(this.#deviated, from.deviated);
    for (const finding of from.findings) this.#findings.set(nameOf(finding), finding);
  }

  *work(): Playing<ExploreResult> {
    const { from, shard = { index: 0, of: 1 }, shouldStop } = this.#options;
    const isFirst = from === undefined && shard.index === 0;
    const points = yield* this.#play([], isFirst);
    for (const { state } of points) if (state !== undefined) this.#usual.add(state);
    const parts = this.#after(points, []).filter((_, at) => at % shard.of === shard.index);
    const most = this.#deviations === 0 ? 0 : parts.length;
    for (let done = from?.done ?? 0; ; done++) {
      const progress = this.#progress(done, most);
      if (done >= most || shouldStop?.(progress) === true) return { ...progress, isComplete: done >= most };
      yield* this.#visit(parts[done] ?? [], new Map());
    }
  }

  /** @param met states of this part of the work, with how many deviations were left in each */
  *#visit(choices: readonly ScheduledChoice[], met: Map<string, number>): Playing<void> {
    const points = yield* this.#play(choices, true);
    const left = this.#deviations - choices.length;
    if (left > 0) for (const next of this.#unmet(points, choices, left, met)) yield* this.#visit(next, met);
  }

  /** Schedules with one more deviation, except those that continue from a state that was reached before. */
  #unmet(
    points: readonly ChoicePoint[],
    choices: readonly ScheduledChoice[],
    left: number,
    met: Map<string, number>,
  ): ScheduledChoice[][] {
    const last = choices.at(-1)?.point ?? -1;
    const deviatedMs = points[last]?.timeMs;
    const tried: ScheduledChoice[][] = [];
    for (const next of this.#after(points, choices)) {
      const point = next.at(-1)?.point ?? 0;
      const { state, timeMs } = points[point] ?? {};
      // Within the instant of the last deviation there may be events left that differ only in their order.
      if (state === undefined || timeMs === deviatedMs) tried.push(next);
      else if (this.#usual.has(state) || (met.get(state) ?? 0) > left) this.#met++;
      else tried.push(next);
    }
    for (const { state, timeMs } of points.slice(last + 1)) {
      if (state !== undefined && timeMs !== deviatedMs) met.set(state, Math.max(left + 1, met.get(state) ?? 0));
    }
    return tried;
  }

  #after(points: readonly ChoicePoint[], choices: readonly ScheduledChoice[]): ScheduledChoice[][] {
    const first = (choices.at(-1)?.point ?? -1) + 1;
    return points.slice(first).flatMap(({ kind, options, timeMs: atMs }, at) => {
      if (!this.#kinds.has(kind)) return [];
      const others = Array.from({ length: options - 1 }, (_, i) => i + 1);
      return others.map((option) => [...choices, { point: first + at, kind, option, atMs }]);
    });
  }

  *#play(choices: readonly ScheduledChoice[], counts: boolean): Playing<readonly ChoicePoint[]> {
    const { controllers, objectKinds: kinds, invariants = INVARIANTS } = this.#options;
    const firstPoint = this.#deviations > choices.length ? (choices.at(-1)?.point ?? -1) + 1 : Infinity;
    const reader = new StateReader(firstPoint, (controllers?.replicas ?? []).length > 0);
    const trial: SimulationPlan = { ...this.#world, schedule: { choices, heldMs: this.#heldMs } };
    const onStart = reader.read.bind(reader);
    const options = { invariants, controllers, kinds, onChoice: reader, onStart };
    const violations = yield* violationsOf(trial, options);
    if (!counts) return reader.points;
    this.#schedules++;
    this.#mostChoices = Math.max(this.#mostChoices, reader.points.length);
    for (const { kind } of choices.slice(-1)) this.#deviated[kind]++;
    const seen = new Set<string>();
    for (const violation of violations) {
      const name = nameOf(violation);
      if (seen.has(name)) continue;
      seen.add(name);
      this.#find(name, violation, trial);
    }
    return reader.points;
  }

  #find(name: string, violation: Violation, trial: SimulationPlan): void {
    const found = this.#findings.get(name);
    const length = ({ schedule }: SimulationPlan) => schedule?.choices.length ?? 0;
    const isSimpler = found === undefined || length(trial) < length(found.trial);
    const { invariant, known } = violation;
    const what = known === undefined ? { invariant } : { invariant, known };
    const shown = isSimpler ? { trial, violation } : { trial: found.trial, violation: found.violation };
    this.#findings.set(name, { ...what, schedules: (found?.schedules ?? 0) + 1, ...shown });
  }

  #progress(done: number, of: number): ExploreProgress {
    return {
      ...{ done, of, schedules: this.#schedules, met: this.#met, mostChoices: this.#mostChoices },
      deviated: { ...this.#deviated },
      findings: [...this.#findings.values()],
    };
  }
}

/** What a run violates; an exception is a violation of its own. */
function* violationsOf(trial: SimulationPlan, options: Parameters<typeof played>[1]): Playing<readonly Violation[]> {
  try {
    return (yield* played(trial, options)).violations;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ invariant: "no-exception", timeMs: 0, entry: 0, message, numbers: {} }];
  }
}

function nameOf({ invariant, known }: Pick<Violation, "invariant" | "known">): string {
  return known === undefined ? invariant : `${invariant} ${known}`;
}
