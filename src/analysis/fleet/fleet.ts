/** A summary of very many Jobs: what happened to them, how long they took, which stand out, and why some failed. */

import type { LogEntry } from "../../apiserver/log.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { JobLife } from "../job-life.ts";
import type { PodLife } from "../pod-life.ts";
import type { RunAccount } from "../read-run.ts";
import { type JobSummary, type RunTotals, summarizeAccount } from "../summary.ts";
import { type FailureGroup, failureGroups, RefusalGroups } from "./failure-groups.ts";
import { type LoadInterval, LoadReader } from "./load-over-time.ts";

/** More Jobs than these are shown as a fleet. */
export const FLEET_FROM = 20;
/** How many Jobs are listed one by one. */
const WORST = 10;
/** The percentiles that are shown. */
export const FLEET_PERCENTILES = [50, 90, 95, 99, 100] as const;

/** Of Jobs that have the span; milliseconds by percentile, the last being the longest. */
export interface Spread {
  readonly jobs: number;
  readonly ms: readonly number[];
}

/** One line about a Job of the fleet; instants are virtual milliseconds. */
export interface FleetJob {
  readonly summary: JobSummary;
  /** From its creation until its first pod ran. */
  readonly waitingMs?: number;
  /** From then until its end. */
  readonly runningMs?: number;
}

/** A summary of many Jobs in one run. */
export interface Fleet {
  readonly endMs: number;
  readonly totals: RunTotals;
  readonly spreads: { readonly waiting: Spread; readonly running: Spread; readonly makespan: Spread };
  readonly jobs: readonly FleetJob[];
  /** Those that failed or never ended, then those that took longest. */
  readonly worst: readonly FleetJob[];
  readonly failures: readonly FailureGroup[];
  readonly load: readonly LoadInterval[];
  readonly limits: Pick<SimulationPlan, "quotas" | "controllerManager">;
}

/**
 * Whether a run has too many Jobs to show each.
 *
 * @example
 * isFleet(readRun(simulate(plan))); // false: there are 20 at most
 */
export function isFleet({ jobs }: Pick<RunAccount, "jobs">): boolean {
  return jobs.length > FLEET_FROM;
}

/** What the log of a fleet says in addition to the lives of its Jobs, read one entry at a time. */
export class FleetReader {
  readonly load = new LoadReader();
  readonly refused = new RefusalGroups();

  read(entry: LogEntry): void {
    this.load.read(entry);
    this.refused.read(entry);
  }
}

/**
 * Sums up the Jobs of a run as a fleet.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @param account the run as `readRun` gives it
 * @example
 * const { totals, spreads } = fleetOf(simulation, readRun(simulation));
 */
export function fleetOf({ plan, log }: Simulation, account: RunAccount): Fleet {
  const reader = new FleetReader();
  for (const entry of log.entries) reader.read(entry);
  return followedFleet(plan, account, reader);
}

/** Sums up the Jobs of a run as a fleet, from a log that has already been read. */
export function followedFleet(plan: SimulationPlan, account: RunAccount, followed: FleetReader): Fleet {
  const figures = fleetFigures(account, plan.seed);
  const { quotas, controllerManager } = plan;
  return {
    ...figures,
    worst: figures.jobs.toSorted(byBadness).slice(0, WORST),
    failures: failureGroups(account.jobs, followed.refused),
    load: followed.load.intervals(figures.endMs),
    limits: {
      ...(quotas === undefined ? {} : { quotas }),
      ...(controllerManager === undefined ? {} : { controllerManager }),
    },
  };
}

/** What the lives of the Jobs say on their own. */
export type FleetFigures = Pick<Fleet, "endMs" | "totals" | "spreads" | "jobs">;

/** Sums up the lives of very many Jobs. */
export function fleetFigures(account: RunAccount, seed: string): FleetFigures {
  const { jobs: summaries, totals, endMs } = summarizeAccount(account, seed);
  const jobs = account.jobs.flatMap((life, i): FleetJob[] => {
    const summary = summaries[i];
    return summary === undefined ? [] : [fleetJob(summary, life)];
  });
  const spreads = {
    waiting: spreadOf(jobs.flatMap(({ waitingMs }) => waitingMs ?? [])),
    running: spreadOf(jobs.flatMap(({ runningMs }) => runningMs ?? [])),
    makespan: spreadOf(jobs.flatMap(({ summary }) => summary.makespanMs ?? [])),
  };
  return { endMs, totals, spreads, jobs };
}

function fleetJob(summary: JobSummary, { createdMs, pods, finishedMs }: JobLife): FleetJob {
  const firstMs = pods.reduce((least, { runningMs = Infinity }: PodLife) => Math.min(least, runningMs), Infinity);
  if (!Number.isFinite(firstMs)) return { summary };
  const waitingMs = firstMs - createdMs;
  return finishedMs === undefined ? { summary, waitingMs } : { summary, waitingMs, runningMs: finishedMs - firstMs };
}

/** Nearest ranks: each value is the span of an actual Job. */
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
