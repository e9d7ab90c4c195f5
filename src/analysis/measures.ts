/** One run in the numbers that sweeps and comparisons work with. */

import type { SimulationPlan } from "../simulation/plan.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { SimulationOptions } from "../simulation/simulation-options.ts";
import { followCost, NodePresence } from "./cluster/node-presence.ts";
import type { CronJobLife } from "./cron-jobs/cron-run.ts";
import { CronJobReader, readCronJobs } from "./cron-jobs/read-cron-jobs.ts";
import { SCHEDULE_NUMBERS, type ScheduleMeasures, scheduleMeasures } from "./cron-jobs/schedule-measures.ts";
import { LONGEST_RUN_MS, playUntil } from "./longest-run.ts";
import { endOf, followRun } from "./read-run.ts";
import { type RunSummary, summarize, summarizeAccount } from "./summary.ts";

/** Names of the numbers of a run, in the order in which people want to read them. */
export const NUMBERS = [
  "makespanMs",
  "retries",
  "pods",
  "podSeconds",
  "wastedPodSeconds",
  "cost",
  ...SCHEDULE_NUMBERS,
] as const;
/** The name of a number that many runs measure. */
export type NumberName = (typeof NUMBERS)[number];

/** Shown only if some run has them: what nodes cost, and what became of schedules. */
const OPTIONAL: ReadonlySet<NumberName> = new Set(["cost", ...SCHEDULE_NUMBERS]);

/** The numbers that are shown: the cost of nodes only if they have prices, schedules only if there are CronJobs. */
export function shownNumbers(has: (name: NumberName) => boolean): readonly NumberName[] {
  return NUMBERS.filter((name) => !OPTIONAL.has(name) || has(name));
}

/** Whether a number is a span of virtual time in milliseconds. */
export function isSpan(name: NumberName): boolean {
  return name === "makespanMs" || name === "lateByMs";
}

/** The numbers of a run; plain data. Those of schedules are absent if the run has no CronJob. */
export interface RunMeasures extends Partial<ScheduleMeasures> {
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
  const cronJobs = new CronJobReader(plan.epochMs, false);
  simulation.log.showTo((entry) => cronJobs.read(entry));
  playUntil(simulation, plan.untilMs ?? LONGEST_RUN_MS);
  const summary = summarizeAccount(account(), plan.seed);
  const measures = measuresOf(summary, costUntil, cronJobs.result(endOf(simulation)));
  return { measures, events: simulation.loop.executed };
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
  const cronJobs = readCronJobs(simulation, endOf(simulation));
  return measuresOf(summarize(simulation), (endMs) => presence.cost(endMs), cronJobs);
}

function measuresOf(
  { jobs, totals, endMs }: RunSummary,
  costUntil: (endMs: number) => number | undefined,
  cronJobs: readonly CronJobLife[],
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
    ...scheduleMeasures(cronJobs),
  };
}
