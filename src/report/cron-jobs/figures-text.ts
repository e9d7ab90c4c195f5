/** The figures of a CronJob for people, in one line. */

import type { CronJobFigures, WhyNot } from "../../analysis/cron-jobs/cron-run.ts";
import { formatShortSpan } from "../../analysis/times.ts";
import { formatCount } from "../numbers.ts";

const SKIPPED: readonly (readonly [WhyNot, string])[] = [
  ["active", "skipped by Forbid"],
  ["suspended", "while suspended"],
  ["down", "missed without a controller"],
  ["late", "missed beyond the starting deadline"],
  ["passed", "passed over"],
  ["refused", "refused"],
];

/** What happened at the scheduled times. */
export function figuresText(figures: CronJobFigures): string {
  const { started, complete, failed, replaced, deleted, running, manual, skipped } = figures;
  const ended = (
    [
      [complete, "complete"],
      [failed, "failed"],
      [replaced, "replaced"],
      [deleted, "deleted"],
      [running, "running"],
    ] as const
  ).filter(([count]) => count > 0);
  return [
    `${formatCount(started)} started${ended.length === 0 ? "" : `: ${ended.map(listed).join(", ")}`}`,
    ...SKIPPED.flatMap(([why, words]) => (skipped[why] === 0 ? [] : [`${formatCount(skipped[why])} ${words}`])),
    ...(manual === 0 ? [] : [`${formatCount(manual)} by hand`]),
  ].join("; ");
}

/** How late runs were, and how many ran at once. */
export function latenessText({
  started,
  latestMs,
  totalLateMs,
  overlaps,
  mostAtOnce,
  mostSkippedInARow,
}: CronJobFigures) {
  if (started === 0) return "";
  const mean = formatShortSpan(Math.round(totalLateMs / started / 100) * 100);
  const latest = formatShortSpan(latestMs);
  return [
    mean === latest ? `late by ${latest}` : `late by ${mean} on average, ${latest} at most`,
    ...(overlaps === 0 ? [] : [`${formatCount(overlaps)} overlapped, ${mostAtOnce} at once`]),
    ...(mostSkippedInARow < 2 ? [] : [`${formatCount(mostSkippedInARow)} in a row without a run`]),
  ].join("; ");
}

function listed([count, word]: readonly [number, string]): string {
  return `${formatCount(count)} ${word}`;
}
