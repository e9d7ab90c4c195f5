/** What the schedules of a search have shown so far; what its parts show adds up, wherever they were played. */

import type { ChoiceKind } from "../../simulation/choices/oracle.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { Violation } from "../invariants/invariant.ts";
import { addTallies, type Tally } from "../invariants/tally.ts";

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

/** What some schedules showed. */
export interface Explored {
  readonly schedules: number;
  /** Choices after which nothing was tried, because their state had been reached before. */
  readonly met: number;
  /** How often each kind of choice deviated. */
  readonly deviated: Readonly<Record<ChoiceKind, number>>;
  /** Most choices in one run. */
  readonly mostChoices: number;
  readonly findings: readonly ExploreFinding[];
  /** How often each invariant was armed, excused and broken, by its id; `runs` are schedules. */
  readonly tallies: Readonly<Record<string, Tally>>;
}

/** How far a search is: it can be saved as JSON, and continued. */
export interface ExploreProgress extends Explored {
  /** Parts that are done, of how many: one for each single deviation from the usual schedule. */
  readonly done: number;
  readonly of: number;
}

export const NOTHING_EXPLORED: Explored = {
  schedules: 0,
  met: 0,
  deviated: { order: 0, delivery: 0, write: 0, start: 0, pod: 0 },
  mostChoices: 0,
  findings: [],
  tallies: {},
};

/** Both together; of two schedules that show the same, the simpler one is shown, and then the one before. */
export function addExplored(before: Explored, after: Explored): Explored {
  const findings = new Map(before.findings.map((finding) => [nameOf(finding), finding]));
  for (const finding of after.findings) {
    const name = nameOf(finding);
    const found = findings.get(name);
    findings.set(name, found === undefined ? finding : bothFound(found, finding));
  }
  const { order, delivery, write, start, pod } = after.deviated;
  return {
    schedules: before.schedules + after.schedules,
    met: before.met + after.met,
    deviated: {
      order: before.deviated.order + order,
      delivery: before.deviated.delivery + delivery,
      write: before.deviated.write + write,
      start: before.deviated.start + start,
      pod: before.deviated.pod + pod,
    },
    mostChoices: Math.max(before.mostChoices, after.mostChoices),
    findings: [...findings.values()],
    tallies: bothTallied(before.tallies, after.tallies),
  };
}

function bothTallied(before: Explored["tallies"], after: Explored["tallies"]): Explored["tallies"] {
  if (Object.keys(after).length === 0) return before;
  const sum = new Map(Object.entries(before));
  addTallies(sum, new Map(Object.entries(after)));
  return Object.fromEntries(sum);
}

/** Findings with the same name are counted as one. */
export function nameOf({ invariant, known }: Pick<Violation, "invariant" | "known">): string {
  return known === undefined ? invariant : `${invariant} ${known}`;
}

function bothFound(before: ExploreFinding, after: ExploreFinding): ExploreFinding {
  const shown = lengthOf(after) < lengthOf(before) ? after : before;
  return { ...shown, schedules: before.schedules + after.schedules };
}

function lengthOf({ trial }: ExploreFinding): number {
  return trial.schedule?.choices.length ?? 0;
}
