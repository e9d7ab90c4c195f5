/** The outcome of a run in numbers: what happened to each Job, what it used, and what was wasted. */

import { JobConditions } from "../api/constants.ts";
import type { Job, JobCondition, JobStatus } from "../api/types.ts";
import type { Actor } from "../apiserver/log.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type JobLife, trueCondition } from "./job-life.ts";
import type { PodLife } from "./pod-life.ts";
import { type RunAccount, readRun } from "./read-run.ts";

/** `Running`: neither finished nor suspended when the run ended, whether or not any pod runs. */
export type JobState = "Complete" | "Failed" | "Suspended" | "Running";
/** How a Job ended. */
export type JobOutcome = JobState | "Deleted";

/** Pods by how they were counted. `succeeded` to `inProgress` add up to all pods of the Job. */
export interface PodCounts {
  /** Created by the Job controller. */
  readonly created: number;
  /** Counted as succeeded. */
  readonly succeeded: number;
  /** Counted as failed. */
  readonly failed: number;
  /** Failed, but ignored by the pod failure policy. */
  readonly ignored: number;
  /** Released without being counted: the Job was suspended, scaled down, complete or deleted. */
  readonly notCounted: number;
  /** Undecided when the run ended. */
  readonly inProgress: number;
  /** Created in place of a pod that failed or was deleted. */
  readonly retried: number;
}

/** A pod uses what it requests from being bound to a node until its end, or the end of the run. */
export interface PodSeconds {
  readonly podSecondsUsed: number;
  /** The part used by pods that ended and were not counted as succeeded. */
  readonly podSecondsWasted: number;
}

/** Instants are virtual milliseconds since the run began; one that is absent did not happen. */
export interface JobSummary extends PodSeconds {
  readonly namespace: string;
  readonly name: string;
  readonly outcome: JobOutcome;
  /** For a deleted Job: when it was deleted, by whom, and its state before that. */
  readonly deleted?: { readonly atMs: number; readonly by?: Actor; readonly was: JobState };
  /** From the condition that gives the outcome. */
  readonly reason?: string;
  readonly message?: string;
  readonly createdMs: number;
  readonly startedMs?: number;
  readonly finishedMs?: number;
  /** From creation to `Complete` or `Failed`. */
  readonly makespanMs?: number;
  readonly pods: PodCounts;
  /** Its state at the end, or just before the Job was deleted. */
  readonly finalStatus: JobStatus;
}

/** Totals over all Jobs of a run. */
export interface RunTotals extends PodSeconds {
  readonly jobs: number;
  /** Jobs by outcome; a deleted Job counts as what it was before. */
  readonly complete: number;
  readonly failed: number;
  readonly unfinished: number;
  readonly pods: PodCounts;
}

/** The summary of a run. */
export interface RunSummary {
  readonly seed: string;
  /** Virtual milliseconds from the beginning of the run to its end. */
  readonly endMs: number;
  readonly jobs: readonly JobSummary[];
  readonly totals: RunTotals;
}

/**
 * Sums up a run from its log, in one pass.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @example
 * const { totals } = summarize(simulate(plan));
 * console.log(totals.podSecondsWasted);
 */
export function summarize(simulation: Simulation): RunSummary {
  return summarizeAccount(readRun(simulation), simulation.plan.seed);
}

/** Sums up a run whose log has already been read. */
export function summarizeAccount({ endMs, jobs: lives }: RunAccount, seed: string): RunSummary {
  const jobs = lives.map((life) => summarizeJob(life, endMs));
  return { seed, endMs, jobs, totals: totalsOf(jobs) };
}

function summarizeJob(life: JobLife, endMs: number): JobSummary {
  const { namespace, name, createdMs, startedMs, finishedMs, goneMs, deletedBy, last, pods } = life;
  const was = stateOf(last);
  const condition = decisiveCondition(last.status);
  return {
    namespace,
    name,
    outcome: goneMs === undefined ? was : "Deleted",
    ...(goneMs === undefined
      ? {}
      : { deleted: { atMs: goneMs, ...(deletedBy === undefined ? {} : { by: deletedBy }), was } }),
    ...(condition?.reason === undefined ? {} : { reason: condition.reason }),
    ...(condition?.message === undefined ? {} : { message: condition.message }),
    createdMs,
    ...(startedMs === undefined ? {} : { startedMs }),
    ...(finishedMs === undefined ? {} : { finishedMs, makespanMs: finishedMs - createdMs }),
    pods: countPods(pods),
    ...podSeconds(pods, endMs),
    finalStatus: last.status,
  };
}

/** The state of a Job, by its conditions. */
export function stateOf({ status }: Job): JobState {
  const states: readonly JobState[] = ["Complete", "Failed", "Suspended"];
  return states.find((type) => trueCondition(status, type) !== undefined) ?? "Running";
}

function decisiveCondition(status: JobStatus): JobCondition | undefined {
  const { complete, failed, suspended, failureTarget, successCriteriaMet } = JobConditions;
  for (const type of [complete, failed, suspended, failureTarget, successCriteriaMet]) {
    const condition = trueCondition(status, type);
    if (condition !== undefined) return condition;
  }
  return undefined;
}

function countPods(pods: readonly PodLife[]): PodCounts {
  const counts = { created: 0, succeeded: 0, failed: 0, ignored: 0, notCounted: 0, inProgress: 0, retried: 0 };
  for (const { isOwn, countedAs = "inProgress", isRetry } of pods) {
    if (isOwn) counts.created++;
    if (isRetry) counts.retried++;
    counts[countedAs]++;
  }
  return counts;
}

function podSeconds(pods: readonly PodLife[], endMs: number): PodSeconds {
  let usedMs = 0;
  let wastedMs = 0;
  for (const pod of pods) {
    const ms = usedMsOf(pod, endMs);
    usedMs += ms;
    if (isWasted(pod)) wastedMs += ms;
  }
  return { podSecondsUsed: usedMs / 1000, podSecondsWasted: wastedMs / 1000 };
}

function usedMsOf({ boundMs, endedMs = Number.POSITIVE_INFINITY }: PodLife, endMs: number): number {
  return boundMs === undefined ? 0 : Math.max(0, Math.min(endedMs, endMs) - boundMs);
}

/** A success that waits to be counted when the run ends is not lost. */
function isWasted({ endedMs, countedAs, phase }: PodLife): boolean {
  if (endedMs === undefined) return false;
  return countedAs === undefined ? phase !== "Succeeded" : countedAs !== "succeeded";
}

const NO_PODS: PodCounts = {
  created: 0,
  succeeded: 0,
  failed: 0,
  ignored: 0,
  notCounted: 0,
  inProgress: 0,
  retried: 0,
};

/** The totals of no Jobs. */
export const NO_TOTALS: RunTotals = {
  jobs: 0,
  complete: 0,
  failed: 0,
  unfinished: 0,
  pods: NO_PODS,
  podSecondsUsed: 0,
  podSecondsWasted: 0,
};

/** The totals of two groups of Jobs together. */
export function addTotals(a: RunTotals, b: RunTotals): RunTotals {
  return combineTotals(a, b, (left, right) => left + right);
}

/** Totals of which each figure is made from those of two others. */
export function combineTotals(a: RunTotals, b: RunTotals, figure: (a: number, b: number) => number): RunTotals {
  return {
    jobs: figure(a.jobs, b.jobs),
    complete: figure(a.complete, b.complete),
    failed: figure(a.failed, b.failed),
    unfinished: figure(a.unfinished, b.unfinished),
    pods: {
      created: figure(a.pods.created, b.pods.created),
      succeeded: figure(a.pods.succeeded, b.pods.succeeded),
      failed: figure(a.pods.failed, b.pods.failed),
      ignored: figure(a.pods.ignored, b.pods.ignored),
      notCounted: figure(a.pods.notCounted, b.pods.notCounted),
      inProgress: figure(a.pods.inProgress, b.pods.inProgress),
      retried: figure(a.pods.retried, b.pods.retried),
    },
    podSecondsUsed: wholeMs(figure(a.podSecondsUsed, b.podSecondsUsed)),
    podSecondsWasted: wholeMs(figure(a.podSecondsWasted, b.podSecondsWasted)),
  };
}

/** Seconds in whole milliseconds, so that sums of fractions do not show rounding errors. */
function wholeMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function totalsOf(jobs: readonly JobSummary[]): RunTotals {
  const count = (state: JobState) => jobs.filter((job) => (job.deleted?.was ?? job.outcome) === state).length;
  const sum = (read: (job: JobSummary) => number) => jobs.reduce((total, job) => total + read(job), 0);
  const complete = count("Complete");
  const failed = count("Failed");
  return {
    jobs: jobs.length,
    complete,
    failed,
    unfinished: jobs.length - complete - failed,
    pods: {
      created: sum(({ pods }) => pods.created),
      succeeded: sum(({ pods }) => pods.succeeded),
      failed: sum(({ pods }) => pods.failed),
      ignored: sum(({ pods }) => pods.ignored),
      notCounted: sum(({ pods }) => pods.notCounted),
      inProgress: sum(({ pods }) => pods.inProgress),
      retried: sum(({ pods }) => pods.retried),
    },
    podSecondsUsed: wholeMs(sum(({ podSecondsUsed }) => podSecondsUsed)),
    podSecondsWasted: wholeMs(sum(({ podSecondsWasted }) => podSecondsWasted)),
  };
}
