/** Compares what a scenario expects with what a run did. */

import { parseIndexes } from "../api/index-set.ts";
import { formatDuration } from "../scenario/duration.ts";
import type { Check, CronCheck, Expectation, TransitionMatch } from "../scenario/expectation.ts";
import { formatNumberRange, isInRange } from "../scenario/number-range.ts";
import type { JobRef } from "../simulation/plan.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { Transition } from "./changes/transition.ts";
import { transitions } from "./changes/transitions.ts";
import type { CronJobLife } from "./cron-jobs/cron-run.ts";
import { judgeRuns } from "./cron-jobs/judge-runs.ts";
import { readCronJobs } from "./cron-jobs/read-cron-jobs.ts";
import { matchesTransition } from "./match-transition.ts";
import { type JobSummary, summarize } from "./summary.ts";

/** An expectation that a run did not meet. */
export interface BrokenExpectation {
  readonly expectation: Expectation;
  /** What was expected, and what happened instead. */
  readonly message: string;
  /** The virtual instant at which it was broken, as near as can be determined. */
  readonly atMs: number;
}

/** What checks look at. */
interface Evidence {
  readonly endMs: number;
  readonly job: JobSummary;
  readonly happened: readonly Transition[];
}

/** Above every index that a Job can have. */
const MOST_INDEXES = 2 ** 31;

type Verdict = { readonly message: string; readonly atMs: number } | undefined;

/**
 * Checks the expectations of a scenario, in the order of the file.
 *
 * @param simulation a run that has ended, whose log was recorded in full
 * @returns those that are broken
 * @example
 * const [first] = checkExpectations(simulate(loaded.plan), loaded.expectations);
 */
export function checkExpectations(
  simulation: Simulation,
  expectations: readonly Expectation[],
): readonly BrokenExpectation[] {
  const { endMs, jobs } = summarize(simulation);
  const all = transitions(simulation);
  let cronJobs: readonly CronJobLife[] | undefined;
  return expectations.flatMap((expectation) => {
    const happened = all.filter((transition) => concerns(transition, expectation.job));
    // A Job that was recreated is judged by its last incarnation.
    const job = jobs.findLast(({ namespace, name }) => isJob(expectation.job, namespace, name));
    const { namespace, name } = expectation.job;
    const { check } = expectation;
    let verdict: Verdict;
    if (check.kind === "never") verdict = judgeNever(check.match, happened);
    else if (check.kind === "refused") verdict = judgeRefused(check.text, happened, job, endMs);
    else if (check.kind === "runs" || check.kind === "lateBy" || check.kind === "neverRun") {
      cronJobs ??= readCronJobs(simulation, endMs);
      verdict = judgeRuns(
        check,
        cronJobs.findLast(({ namespace, name }) => isJob(expectation.job, namespace, name)),
        {
          epochMs: simulation.plan.epochMs,
          endMs,
        },
      );
    } else if (job !== undefined) verdict = judge(check, { endMs, job, happened });
    else verdict = { message: `Job ${namespace}/${name} was never created`, atMs: endMs };
    return verdict === undefined ? [] : [{ expectation, ...verdict }];
  });
}

function isJob(ref: JobRef, namespace: string, name: string): boolean {
  return ref.namespace === namespace && ref.name === name;
}

function concerns(transition: Transition, job: JobRef): boolean {
  if (transition.kind === "controllers" || transition.kind === "program") return true;
  if (transition.kind === "refused") {
    return transition.resource === "pods" || isJob(job, transition.namespace, transition.name);
  }
  return isJob(job, transition.job.namespace, transition.job.name);
}

function judge(check: Exclude<Check, CronCheck | { kind: "never" | "refused" }>, evidence: Evidence): Verdict {
  switch (check.kind) {
    case "condition":
      return judgeCondition(check, evidence);
    case "outcome": {
      const { outcome } = evidence.job;
      if (outcome === check.outcome) return undefined;
      return {
        message: `expected the outcome ${check.outcome}, but it is ${stateText(evidence)}`,
        atMs: endOf(evidence),
      };
    }
    case "measure": {
      const value = measureOf(evidence.job, check.measure);
      if (isInRange(value, check.range)) return undefined;
      const message = `expected ${check.measure} ${formatNumberRange(check.range)}, but there are ${value}`;
      return { message, atMs: endOf(evidence) };
    }
    case "indexes": {
      const found = evidence.job.finalStatus[check.field] ?? "";
      if (parseIndexes(found, MOST_INDEXES).format() === parseIndexes(check.text, MOST_INDEXES).format())
        return undefined;
      return { message: `expected ${check.field} "${check.text}", but it is "${found}"`, atMs: endOf(evidence) };
    }
    case "order":
      return judgeOrder(check.steps, evidence);
  }
}

function judgeNever(match: TransitionMatch, happened: readonly Transition[]): Verdict {
  const found = happened.find((transition) => matchesTransition(transition, match));
  if (found === undefined) return undefined;
  return { message: `expected that there is never ${match.text}, but it came`, atMs: found.atMs };
}

function judgeRefused(
  text: string,
  happened: readonly Transition[],
  job: JobSummary | undefined,
  endMs: number,
): Verdict {
  const expected = `expected that the Job is refused with "${text}"`;
  if (job !== undefined) return { message: `${expected}, but it was created`, atMs: job.createdMs };
  const found = happened.find(({ kind }) => kind === "refused");
  if (found?.kind !== "refused") return { message: `${expected}, but nothing created it`, atMs: endMs };
  if (found.message.includes(text)) return undefined;
  return { message: `${expected}, but the message is "${found.message}"`, atMs: found.atMs };
}

function judgeCondition(check: Extract<Check, { kind: "condition" }>, evidence: Evidence): Verdict {
  const { type, reason, withinMs, notBeforeMs } = check;
  const { job } = evidence;
  const condition = job.finalStatus.conditions?.find((one) => one.type === type && one.status === "True");
  if (condition === undefined) {
    const text = withinMs === undefined ? "" : ` within ${formatDuration(withinMs)}`;
    return {
      message: `expected the condition ${type}${text}, but the Job is ${stateText(evidence)}`,
      atMs: endOf(evidence),
    };
  }
  const match: TransitionMatch = { condition: { type, status: "True" }, counters: [], text: type };
  const atMs = evidence.happened.findLast((transition) => matchesTransition(transition, match))?.atMs ?? evidence.endMs;
  if (reason !== undefined && condition.reason !== reason) {
    return {
      message: `expected the condition ${type} with reason ${reason}, but its reason is ${condition.reason}`,
      atMs,
    };
  }
  const afterMs = atMs - job.createdMs;
  const came = `but it came after ${formatDuration(afterMs)}`;
  if (withinMs !== undefined && afterMs > withinMs) {
    return { message: `expected the condition ${type} within ${formatDuration(withinMs)}, ${came}`, atMs };
  }
  if (notBeforeMs !== undefined && afterMs < notBeforeMs) {
    return { message: `expected the condition ${type} not before ${formatDuration(notBeforeMs)}, ${came}`, atMs };
  }
  return undefined;
}

function judgeOrder(steps: readonly TransitionMatch[], { happened, endMs }: Evidence): Verdict {
  let from = 0;
  for (const [i, step] of steps.entries()) {
    const at = happened.findIndex((transition, place) => place >= from && matchesTransition(transition, step));
    if (at < 0) {
      const before = steps[i - 1];
      const after = before === undefined ? "" : ` after ${before.text}`;
      const earlier = happened.some((transition) => matchesTransition(transition, step))
        ? "it came before"
        : "it never came";
      return { message: `expected ${step.text}${after}, but ${earlier}`, atMs: happened[from - 1]?.atMs ?? endMs };
    }
    from = at + 1;
  }
  return undefined;
}

function measureOf({ pods, podSecondsUsed, podSecondsWasted }: JobSummary, measure: string): number {
  switch (measure) {
    case "pods":
      return pods.created;
    case "retries":
      return pods.retried;
    case "podSeconds":
      return podSecondsUsed;
    case "wastedPodSeconds":
      return podSecondsWasted;
    case "succeeded":
      return pods.succeeded;
    case "ignored":
      return pods.ignored;
    default:
      return pods.failed;
  }
}

/** Where the story of a Job ends: that is where people look first. */
function endOf({ job, endMs }: Evidence): number {
  return job.deleted?.atMs ?? job.finishedMs ?? endMs;
}

function stateText({ job }: Evidence): string {
  const { outcome, reason, deleted } = job;
  const was = deleted === undefined ? "" : ` (it was ${deleted.was})`;
  return `${outcome}${was}${reason === undefined ? "" : ` (${reason})`}`;
}
