/** Very many Jobs as one: what happened to them, how long they took, which stand out, and why some failed. */

import type { SimulationPlan } from "../../simulation/plan.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { JobLife } from "../job-life.ts";
import type { PodLife } from "../pod-life.ts";
import type { RunAccount } from "../read-run.ts";
import { type JobSummary, type RunTotals, summarizeAccount } from "../summary.ts";
import { type FailureGroup, failureGroups } from "./failure-groups.ts";
import { type LoadInterval, loadOverTime } from "./load-over-time.ts";

/** More Jobs than these are shown as a fleet. */
export const FLEET_FROM = 20;
/** Jobs that are listed one by one. */
const WORST = 10;
/** The percentiles that are shown. */
export const FLEET_PERCENTILES = [50, 90, 95, 99, 100] as const;

/** Of Jobs that have the span; milliseconds by percentile, the last being the longest. */
export interface Spread {
  readonly jobs: number;
  readonly ms: readonly number[];
}

/** A Job of the fleet in a line; instants are virtual milliseconds. */
export interface FleetJob {
  readonly summary: JobSummary;
  /** From its creation until its first pod ran. */
  readonly waitingMs?: number;
  /** From there to its end. */
  readonly runningMs?: number;
}

export interface Fleet {
  readonly endMs: number;
  readonly totals: RunTotals;
  readonly spreads: { readonly waiting: Spread; readonly running: Spread; readonly makespan: Spread };
  readonly jobs: readonly FleetJob[];
  /** Those that failed or never ended, and then those that took longest. */
  readonly worst: readonly FleetJob[];
  readonly failures: readonly FailureGroup[];
  readonly load: readonly LoadInterval[];
  readonly limits: Pick<SimulationPlan, "quotas" | "controllerManager">;
}

/**
 * Whether a run has too many Jobs to tell of each.
 *
 * @example
 * isFleet(readRun(simulate(plan))); // false: there are 20 at most
 */
export function isFleet({ jobs }: Pick<RunAccount, "jobs">): boolean {
  return jobs.length > FLEET_FROM;
}

/**
 * Sums up the Jobs of a run as a fleet.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @param account the run as `readRun` gives it
 * @example
 * const { totals, spreads } = fleetOf(simulation, readRun(simulation));
 */
export function fleetOf(simulation: Simulation, account: RunAccount): Fleet {
  const { plan, log } = simulation;
  const { jobs: summaries, totals, endMs } = summarizeAccount(account, plan.seed);
  const jobs = account.jobs.flatMap((life, i): FleetJob[] => {
    const summary = summaries[i];
    return summary === undefined ? [] : [fleetJob(summary, life)];
  });
  const { quotas, controllerManager } = plan;
  return {
    endMs,
    totals,
    spreads: {
      waiting: spreadOf(jobs.flatMap(({ waitingMs }) => waitingMs ?? [])),
      running: spreadOf(jobs.flatMap(({ runningMs }) => runningMs ?? [])),
      makespan: spreadOf(jobs.flatMap(({ summary }) => summary.makespanMs ?? [])),
    },
    jobs,
    worst: jobs.toSorted(byBadness).slice(0, WORST),
    failures: failureGroups(account.jobs, log.entries),
    load: loadOverTime(log.entries, endMs),
    limits: {
      ...(quotas === undefined ? {} : { quotas }),
      ...(controllerManager === undefined ? {} : { controllerManager }),
    },
  };
}

function fleetJob(summary: JobSummary, { createdMs, pods, finishedMs }: JobLife): FleetJob {
  const firstMs = pods.reduce((least, { runningMs = Infinity }: PodLife) => Math.min(least, runningMs), Infinity);
  if (!Number.isFinite(firstMs)) return { summary };
  const waitingMs = firstMs - createdMs;
  return finishedMs === undefined ? { summary, waitingMs } : { summary, waitingMs, runningMs: finishedMs - firstMs };
}

/** Nearest ranks: each is the span of a Job that there is. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (percent: number) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
  return { jobs: sorted.length, ms: sorted.length === 0 ? [] : FLEET_PERCENTILES.map(at) };
}

const BADNESS: Readonly<Record<JobSummary["outcome"], number>> = {
  Failed: 3,
  Running: 2,
  Suspended: 1,
  Deleted: 0,
  Complete: 0,
};

function byBadness({ summary: a }: FleetJob, { summary: b }: FleetJob): number {
  const worse = BADNESS[b.outcome] - BADNESS[a.outcome];
  return worse === 0 ? (b.makespanMs ?? 0) - (a.makespanMs ?? 0) || a.createdMs - b.createdMs : worse;
}
