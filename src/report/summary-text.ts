/** The summary of a run for people. */

import type { ClusterFigures } from "../analysis/cluster/cluster-figures.ts";
import type { CronJobLife } from "../analysis/cron-jobs/cron-run.ts";
import type { PodCounts, RunSummary } from "../analysis/summary.ts";
import { formatShortSpan } from "../analysis/times.ts";
import type { UseFigures } from "../analysis/work-figures.ts";
import { clusterRows } from "./cluster-rows.ts";
import { figuresText, latenessText } from "./cron-jobs/figures-text.ts";
import { formatCount } from "./numbers.ts";
import { PLAIN, type Style } from "./style.ts";
import { useRows } from "./use-rows.ts";

/** Prints figures one per line, each after its name. */
export function summaryText(
  summary: RunSummary,
  wallMs: number | undefined,
  style: Style = PLAIN,
  cronJobs: readonly CronJobLife[] = [],
  cluster?: ClusterFigures,
  use: UseFigures = {},
): string[] {
  const { endMs, totals, seed, jobs } = summary;
  const rows: (readonly [string, string])[] = [
    ["virtual time", formatShortSpan(endMs)],
    ...(wallMs === undefined ? [] : [["wall time", wallText(endMs, wallMs)] as const]),
    ...(totals.jobs > 1 ? [["jobs", jobsText(summary)] as const] : []),
    ["pods created", created(totals.pods)],
    ["pods ended", ended(totals.pods)],
    ["pod-seconds", podSecondsText(totals.podSecondsUsed, totals.podSecondsWasted)],
    ...useRows(use),
    ...(cluster === undefined ? [] : clusterRows(cluster)),
    ["seed", seed],
  ];
  const [only] = jobs;
  rows.unshift(...cronJobs.flatMap(cronJobRows));
  if (jobs.length === 1 && only !== undefined) rows.unshift(["outcome", outcomeText(only)]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${style.dim(name.padEnd(width))}   ${text}`);
}

function cronJobRows({ name, figures }: CronJobLife): (readonly [string, string])[] {
  const lateness = latenessText(figures);
  return [[`cronjob ${name}`, figuresText(figures)], ...(lateness === "" ? [] : [["", lateness] as const])];
}

/** What happened to one Job, in a few words: the line of `--quiet`. */
export function outcomeText(job: RunSummary["jobs"][number]): string {
  const { outcome, deleted, reason, makespanMs, pods } = job;
  const state = deleted === undefined ? outcome : `${deleted.was}, deleted by ${deleted.by ?? "nobody"}`;
  return [
    state,
    ...(reason === undefined ? [] : [`(${reason})`]),
    ...(makespanMs === undefined ? [] : [`after ${formatShortSpan(makespanMs)}`]),
    ...(makespanMs === undefined && pods.inProgress > 0 ? [`with ${count(pods.inProgress, "pod")} not done`] : []),
  ].join(" ");
}

function jobsText({ totals: { jobs, complete, failed, unfinished } }: RunSummary): string {
  return `${jobs}: ${complete} complete, ${failed} failed${unfinished === 0 ? "" : `, ${unfinished} unfinished`}`;
}

function created({ created: all, retried }: PodCounts): string {
  return `${formatCount(all)}${retried === 0 ? "" : `, of which ${formatCount(retried)} retried a failed one`}`;
}

function ended({ succeeded, failed, ignored, notCounted, inProgress }: PodCounts): string {
  return [
    `${formatCount(succeeded)} succeeded`,
    `${formatCount(failed)} failed`,
    ...(ignored === 0 ? [] : [`${formatCount(ignored)} failed but ignored`]),
    ...(notCounted === 0 ? [] : [`${formatCount(notCounted)} not counted`]),
    ...(inProgress === 0 ? [] : [`${formatCount(inProgress)} not done`]),
  ].join(", ");
}

function podSecondsText(used: number, wasted: number): string {
  const share = used === 0 ? 0 : (100 * wasted) / used;
  return `${formatCount(used)} used, ${formatCount(wasted)} wasted (${share.toFixed(0)}%)`;
}

function wallText(endMs: number, wallMs: number): string {
  const rounded = wallMs < 10 ? wallMs.toFixed(1) : wallMs.toFixed(0);
  const times = wallMs > 0 ? endMs / wallMs : 0;
  const text = wallMs < 1_000 ? `${rounded}ms` : `${(wallMs / 1_000).toFixed(2)}s`;
  return times < 2 ? text : `${text} (${formatCount(Math.round(times))} times faster than real time)`;
}

function count(value: number, noun: string): string {
  return `${formatCount(value)} ${noun}${value === 1 ? "" : "s"}`;
}
