/** One run in the numbers that sweeps and comparisons work with. */

import type { SimulationPlan } from "../simulation/plan.ts";
import { Simulation, type SimulationOptions } from "../simulation/simulation.ts";
import { followCost, NodePresence } from "./cluster/node-presence.ts";
import { LONGEST_RUN_MS, playUntil } from "./longest-run.ts";
import { followRun } from "./read-run.ts";
import { type RunSummary, summarize, summarizeAccount } from "./summary.ts";

/** Names of the numbers of a run, in the order in which people want to read them. */
export const NUMBERS = ["makespanMs", "retries", "pods", "podSeconds", "wastedPodSeconds", "cost"] as const;
export type NumberName = (typeof NUMBERS)[number];

/** The numbers that are shown: the cost of nodes only if they have prices. */
export function toldNumbers(has: (name: NumberName) => boolean): readonly NumberName[] {
  return NUMBERS.filter((name) => name !== "cost" || has(name));
}

/** The numbers of a run; plain data. */
export interface RunMeasures {
  /** Every Job completed. */
  readonly success: boolean;
  /** From the first creation of a Job to the end of the last; absent if some Job never ended. */
  readonly makespanMs?: number;
  /** Pods created in place of one that failed or was deleted. */
  readonly retries: number;
  readonly pods: number;
  readonly podSeconds: number;
  readonly wastedPodSeconds: number;
  /** What the nodes cost until the last Job ended, in their currency; absent if none has a price. */
  readonly cost?: number;
}

/**
 * Plays a plan and measures it.
 *
 * @example
 * measureRun(loaded.planFor("7")).success;
 */
export function measureRun(plan: SimulationPlan): RunMeasures {
  return playMeasured(plan).measures;
}

/** A run in numbers, and how much work it was. */
export interface MeasuredRun {
  readonly measures: RunMeasures;
  /** Events of the virtual clock. */
  readonly events: number;
}

/**
 * Plays a plan and measures it while it runs: nothing of the run is kept.
 *
 * @throws InputError if it becomes too large
 */
export function playMeasured(plan: SimulationPlan): MeasuredRun {
  const simulation = new Simulation(plan, { record: "none" });
  const account = followRun(simulation);
  const costUntil = followCost(simulation);
  playUntil(simulation, plan.untilMs ?? LONGEST_RUN_MS);
  const summary = summarizeAccount(account(), plan.seed);
  return { measures: measuresOf(summary, costUntil), events: simulation.loop.executed };
}

/**
 * Plays a plan to its end, or for a week if it has none.
 *
 * @throws InputError if it becomes too large to keep
 */
export function playToEnd(plan: SimulationPlan, options: SimulationOptions = {}): Simulation {
  const simulation = new Simulation(plan, options);
  playUntil(simulation, plan.untilMs ?? LONGEST_RUN_MS);
  return simulation;
}

/** Measures a run that has ended. */
export function measurePlayed(simulation: Simulation): RunMeasures {
  const { nodes = [] } = simulation.plan.cluster ?? {};
  const presence = new NodePresence(nodes);
  for (const entry of simulation.log.entries) presence.follow(entry);
  return measuresOf(summarize(simulation), (endMs) => presence.cost(endMs));
}

function measuresOf(
  { jobs, totals, endMs }: RunSummary,
  costUntil: (endMs: number) => number | undefined,
): RunMeasures {
  const createdMs = Math.min(...jobs.map((job) => job.createdMs));
  const finished = jobs.flatMap(({ finishedMs }) => finishedMs ?? []);
  const ended = jobs.length > 0 && finished.length === jobs.length;
  const lastMs = ended ? finished.reduce((latest, ms) => Math.max(latest, ms), 0) : endMs;
  const cost = costUntil(lastMs);
  return {
    success: totals.complete > 0 && totals.complete === totals.jobs,
    ...(ended ? { makespanMs: lastMs - createdMs } : {}),
    retries: totals.pods.retried,
    pods: totals.pods.created,
    podSeconds: totals.podSecondsUsed,
    wastedPodSeconds: totals.podSecondsWasted,
    ...(cost === undefined ? {} : { cost }),
  };
}
