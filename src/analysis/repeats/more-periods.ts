/** The figures of a run in which some periods were skipped. */

import type { CronJobFigures, CronJobLife } from "../cron-jobs/cron-run.ts";
import type { RunOutcomes } from "../follow-outcomes.ts";
import { addTotals, combineTotals } from "../summary.ts";

/** Periods that are skipped because they are the same as one that was played. */
export interface UnplayedPeriods {
  /** The figures at the beginning and at the end of that one. */
  readonly before: RunOutcomes;
  readonly after: RunOutcomes;
  readonly periodMs: number;
  readonly times: number;
}

/**
 * Whether more periods like this one change only the sums: the maxima have been reached, and no CronJob is without
 * runs.
 */
export function onlyAdds({ before, after }: UnplayedPeriods): boolean {
  return after.cronJobs.every(({ figures: now }, at) => {
    const then = before.cronJobs[at]?.figures;
    if (then === undefined) return false;
    const { mostAtOnce, mostSkippedInARow, latestMs, started } = then;
    const isReached = [now.mostAtOnce - mostAtOnce, now.mostSkippedInARow - mostSkippedInARow, now.latestMs - latestMs];
    return isReached.every((more) => more === 0) && (now.started > started || skippedOf(now) === skippedOf(then));
  });
}

function skippedOf({ skipped }: CronJobFigures): number {
  return Object.values(skipped).reduce((sum, count) => sum + count, 0);
}

/**
 * The outcomes of a run, including the periods that were skipped.
 *
 * @param played the outcomes without them
 */
export function withMorePeriods(played: RunOutcomes, { before, after, periodMs, times }: UnplayedPeriods): RunOutcomes {
  const more = combineTotals(after.summary.totals, before.summary.totals, (now, then) => (now - then) * times);
  const cronJobs = played.cronJobs.map((life, at): CronJobLife => {
    const [now, then] = [after.cronJobs[at], before.cronJobs[at]];
    if (now === undefined || then === undefined) return life;
    return { ...life, figures: withMore(life.figures, now.figures, then.figures, times) };
  });
  // The Jobs that remain have other names and later times.
  const summary = {
    seed: played.summary.seed,
    endMs: played.summary.endMs + times * periodMs,
    jobs: played.jobs,
    totals: addTotals(played.summary.totals, more),
  };
  return { summary, account: { ...played.account, endMs: summary.endMs }, jobs: played.jobs, cronJobs };
}

const SUMS = ["started", "complete", "failed", "replaced", "deleted", "manual", "overlaps", "totalLateMs"] as const;
const REASONS = ["active", "suspended", "down", "late", "passed", "refused"] as const;

function withMore(figures: CronJobFigures, now: CronJobFigures, then: CronJobFigures, times: number): CronJobFigures {
  const sums = { ...figures };
  const skipped = { ...figures.skipped };
  for (const figure of SUMS) sums[figure] += (now[figure] - then[figure]) * times;
  for (const why of REASONS) skipped[why] += (now.skipped[why] - then.skipped[why]) * times;
  return { ...sums, skipped };
}
