/** What happened in a run, summed up while it plays: only figures are kept, however long it is. */

import { controllerOf } from "../controller/job/pod-facts.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { CronJobLife } from "./cron-jobs/cron-run.ts";
import { CronJobReader } from "./cron-jobs/read-cron-jobs.ts";
import type { JobLife } from "./job-life.ts";
import { endOf, followRun, type RunAccount } from "./read-run.ts";
import { addTotals, type JobSummary, NO_TOTALS, type RunSummary, summarizeAccount } from "./summary.ts";

export interface RunOutcomes {
  /** Jobs of CronJobs are listed only if they still exist; the totals include all. */
  readonly summary: RunSummary;
  /** Jobs that belong to no CronJob. */
  readonly jobs: readonly JobSummary[];
  /** The Jobs that `summary` lists, with their pods. */
  readonly account: RunAccount;
  /** Figures only, without individual runs. */
  readonly cronJobs: readonly CronJobLife[];
}

/**
 * Follows a run that need not be recorded.
 *
 * @param simulation that has not begun to run
 * @returns gives the outcomes once the run has ended
 * @example
 * const simulation = new Simulation(plan, { record: "none" });
 * const outcomes = followOutcomes(simulation);
 * simulation.run();
 * console.log(outcomes().summary.totals.complete);
 */
export function followOutcomes(simulation: Simulation): () => RunOutcomes {
  const { seed, epochMs } = simulation.plan;
  const cronJobs = new CronJobReader(epochMs, false);
  simulation.log.showTo((entry) => cronJobs.read(entry));
  let past = NO_TOTALS;
  const account = followRun(simulation, (life) => {
    const endMs = simulation.loop.nowMs;
    past = addTotals(past, summarizeAccount({ endMs, jobs: [life] }, seed).totals);
  });
  return () => {
    const left = account();
    const { totals, ...summary } = summarizeAccount(left, seed);
    const jobs = summary.jobs.filter((_job, at) => !isOfCronJob(left.jobs[at]));
    const whole = { ...summary, totals: addTotals(past, totals) };
    return { summary: whole, account: left, jobs, cronJobs: cronJobs.result(endOf(simulation)) };
  };
}

function isOfCronJob(life: JobLife | undefined): boolean {
  return life !== undefined && controllerOf(life.last)?.kind === "CronJob";
}
