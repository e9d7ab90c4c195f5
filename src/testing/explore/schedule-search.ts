/**
 * A search through the schedules of a world, in parts: each has the schedules that begin with one deviation from the
 * usual schedule. Parts know nothing of each other, so that they can be played in any order and in several threads.
 *
 * A run is played from its beginning for each schedule. What a schedule could add after a state that was reached
 * before, with as many deviations left, is not tried again: deliveries that commute lead to one state.
 */

import { CHOICE_KINDS, type ChoiceKind, type ScheduledChoice } from "../../simulation/choices/oracle.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { exceptionViolation } from "../exceptions.ts";
import { INVARIANTS } from "../invariants/index.ts";
import type { Violation } from "../invariants/invariant.ts";
import { addTallies, type Tally } from "../invariants/tally.ts";
import { type Playing, played } from "../playing.ts";
import { isRestless } from "../restless/comes-to-rest.ts";
import type { TrialOutcome } from "../run-trial.ts";
import type { ExploreOptions } from "./options.ts";
import { addExplored, type Explored, type ExploreFinding, NOTHING_EXPLORED, nameOf } from "./progress.ts";
import { type ChoicePoint, StateReader } from "./state-reader.ts";

const DEVIATIONS = 2;
const HELD_MS = 1_500;

export class ScheduleSearch {
  readonly #world: SimulationPlan;
  readonly #options: ExploreOptions;
  readonly #deviations: number;
  readonly #heldMs: number;
  readonly #kinds: ReadonlySet<ChoiceKind>;
  /** States of the usual schedule, from which most deviations are tried anyway. */
  readonly #usual = new Set<string>();
  #parts: readonly (readonly ScheduledChoice[])[] = [];
  /** What the part that is being played has shown so far. */
  #explored = NOTHING_EXPLORED;
  #tallies = new Map<string, Tally>();

  constructor(world: SimulationPlan, options: ExploreOptions) {
    this.#world = world;
    this.#options = options;
    this.#deviations = options.deviations ?? DEVIATIONS;
    this.#heldMs = options.heldMs ?? HELD_MS;
    this.#kinds = new Set(options.kinds ?? CHOICE_KINDS);
  }

  /** How many parts there are, once the usual schedule has been played. */
  get parts(): number {
    return this.#parts.length;
  }

  /** Plays the usual schedule, which counts in the first share of a search only. */
  *begin(): Playing<Explored> {
    const { shard = { index: 0, of: 1 } } = this.#options;
    this.#startOver();
    const points = yield* this.#play([]);
    for (const { state } of points) if (state !== undefined) this.#usual.add(state);
    const parts = this.#deviations === 0 ? [] : this.#after(points, []);
    this.#parts = parts.filter((_, at) => at % shard.of === shard.index);
    return shard.index === 0 ? this.#shown() : NOTHING_EXPLORED;
  }

  /** Plays a part, by its number from 0. */
  *part(at: number): Playing<Explored> {
    this.#startOver();
    const choices = this.#parts[at];
    if (choices !== undefined) yield* this.#visit(choices, new Map());
    return this.#shown();
  }

  #startOver(): void {
    this.#explored = NOTHING_EXPLORED;
    this.#tallies = new Map();
  }

  /** Tallies are added up once for each part: there are more of them than anything else that schedules show. */
  #shown(): Explored {
    return { ...this.#explored, tallies: Object.fromEntries(this.#tallies) };
  }

  /** @param met states of this part of the work, with how many deviations were left in each */
  *#visit(choices: readonly ScheduledChoice[], met: Map<string, number>): Playing<void> {
    const points = yield* this.#play(choices);
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
    let known = 0;
    for (const next of this.#after(points, choices)) {
      const point = next.at(-1)?.point ?? 0;
      const { state, timeMs } = points[point] ?? {};
      // Within the instant of the last deviation there may be events left that differ only in their order.
      if (state === undefined || timeMs === deviatedMs) tried.push(next);
      else if (this.#usual.has(state) || (met.get(state) ?? 0) > left) known++;
      else tried.push(next);
    }
    this.#explored = { ...this.#explored, met: this.#explored.met + known };
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

  *#play(choices: readonly ScheduledChoice[]): Playing<readonly ChoicePoint[]> {
    const { controllers, objectKinds: kinds, invariants = INVARIANTS } = this.#options;
    const firstPoint = this.#deviations > choices.length ? (choices.at(-1)?.point ?? -1) + 1 : Infinity;
    const reader = new StateReader(firstPoint, (controllers?.replicas ?? []).length > 0);
    const trial: SimulationPlan = { ...this.#world, schedule: { choices, heldMs: this.#heldMs } };
    const onStart = reader.read.bind(reader);
    const options = { invariants, controllers, kinds, onChoice: reader, onStart };
    const { violations, tallies } = yield* outcomeOf(trial, options);
    addTallies(this.#tallies, tallies);
    const { deviated } = NOTHING_EXPLORED;
    const [last] = choices.slice(-1);
    this.#explored = addExplored(this.#explored, {
      schedules: 1,
      met: 0,
      deviated: last === undefined ? deviated : { ...deviated, [last.kind]: 1 },
      mostChoices: reader.points.length,
      findings: findingsIn(trial, violations),
      tallies: {},
    });
    // A run that goes on forever has choices without end, and most deviations from it only repeat it.
    return violations.some(isRestless) ? [] : reader.points;
  }
}

/** The first violation of each name. */
function findingsIn(trial: SimulationPlan, violations: readonly Violation[]): readonly ExploreFinding[] {
  const found = new Map<string, ExploreFinding>();
  for (const violation of violations) {
    const { invariant, known } = violation;
    const name = nameOf(violation);
    if (found.has(name)) continue;
    found.set(name, { invariant, ...(known === undefined ? {} : { known }), schedules: 1, trial, violation });
  }
  return [...found.values()];
}

/** What a run shows; an exception is a violation of its own. */
function* outcomeOf(
  trial: SimulationPlan,
  options: Parameters<typeof played>[1],
): Playing<Pick<TrialOutcome, "violations" | "tallies">> {
  try {
    return yield* played(trial, options);
  } catch (error) {
    return { violations: [exceptionViolation(error)], tallies: new Map() };
  }
}
