/** Very many CronJobs for people: what happened to them, how late they are, when the peak is, and how to spread it. */

import type { CronJobFigures, CronJobLife } from "../../analysis/cron-jobs/cron-run.ts";
import { wallText } from "../../analysis/cron-jobs/wall-text.ts";
import { formatShortSpan } from "../../analysis/times.ts";
import { formatCount } from "../numbers.ts";
import { PLAIN, type Style } from "../style.ts";
import { figuresText } from "./figures-text.ts";

/** More CronJobs than these are summed up. */
export const MANY_CRON_JOBS = 20;
const LATEST = 3;
const MINUTE_MS = 60_000;
const PROMPT_MS = 1_000;
const PERCENT = 100;

/** All CronJobs in a few lines; those that start last are named. */
export function manyCronJobsText(lives: readonly CronJobLife[], epochMs: number, style: Style = PLAIN): string[] {
  return [
    `${style.bold(`${formatCount(lives.length)} CRONJOBS`)}   ${figuresText(sumOf(lives))}`,
    ...latenessLines(lives),
    ...peakLines(lives, epochMs),
  ];
}

function latenessLines(lives: readonly CronJobLife[]): string[] {
  const late = lives.map(({ figures }) => figures.latestMs).sort((a, b) => a - b);
  const at = (percent: number) => formatShortSpan(late[Math.ceil((late.length * percent) / PERCENT) - 1] ?? 0);
  const last = [...lives].sort((a, b) => b.figures.latestMs - a.figures.latestMs).slice(0, LATEST);
  if ((late.at(-1) ?? 0) <= PROMPT_MS) return ["late by        no run waited"];
  const named = last.map(({ name, figures }) => `${name} by ${formatShortSpan(figures.latestMs)}`).join(", ");
  return [
    `late by        P50 ${at(50)}, P90 ${at(90)}, P99 ${at(99)}, at most ${at(PERCENT)}`,
    `the latest     ${named}`,
  ];
}

/** The minute in which most runs are due, and how fast they start. */
function peakLines(lives: readonly CronJobLife[], epochMs: number): string[] {
  const due = new Map<number, number[]>();
  for (const { runs } of lives) {
    for (const run of runs) {
      if (run.kind !== "started") continue;
      const minute = Math.floor(run.scheduledMs / MINUTE_MS);
      const delays = due.get(minute);
      if (delays === undefined) due.set(minute, [run.lateMs]);
      else delays.push(run.lateMs);
    }
  }
  const [peak] = [...due].sort(([, a], [, b]) => b.length - a.length);
  if (peak === undefined) return [];
  const [minute, delays] = peak;
  const longestMs = delays.reduce((most, ms) => Math.max(most, ms), 0);
  const when = wallText(epochMs + minute * MINUTE_MS, undefined);
  const line = `peak           ${when} UTC: ${formatCount(delays.length)} runs due in one minute, the last begins ${formatShortSpan(longestMs)} later`;
  if (longestMs <= MINUTE_MS) return [line];
  const perMinute = Math.floor((delays.length / longestMs) * MINUTE_MS);
  const minutes = Math.ceil(delays.length / perMinute);
  const within = `${formatCount(minutes)} minutes or more`;
  const advice = `${formatCount(perMinute)} runs a minute begin without waiting: give the CronJobs different minutes, within ${within}`;
  return [line, `to spread it   ${advice}`];
}

function sumOf(lives: readonly CronJobLife[]): CronJobFigures {
  const [first, ...others] = lives.map(({ figures }) => figures);
  if (first === undefined) throw new Error("there is no CronJob to sum up");
  return others.reduce(
    (sum, one) => ({
      started: sum.started + one.started,
      complete: sum.complete + one.complete,
      failed: sum.failed + one.failed,
      replaced: sum.replaced + one.replaced,
      deleted: sum.deleted + one.deleted,
      running: sum.running + one.running,
      manual: sum.manual + one.manual,
      overlaps: sum.overlaps + one.overlaps,
      mostAtOnce: Math.max(sum.mostAtOnce, one.mostAtOnce),
      mostSkippedInARow: Math.max(sum.mostSkippedInARow, one.mostSkippedInARow),
      latestMs: Math.max(sum.latestMs, one.latestMs),
      totalLateMs: sum.totalLateMs + one.totalLateMs,
      skipped: {
        active: sum.skipped.active + one.skipped.active,
        suspended: sum.skipped.suspended + one.skipped.suspended,
        down: sum.skipped.down + one.skipped.down,
        late: sum.skipped.late + one.skipped.late,
        passed: sum.skipped.passed + one.skipped.passed,
        refused: sum.skipped.refused + one.skipped.refused,
      },
    }),
    first,
  );
}
