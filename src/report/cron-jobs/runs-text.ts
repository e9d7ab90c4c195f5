/** The runs of a CronJob for people: runs that are alike in one line, and a line for each that stands out. */

import { type ChangedClocks, changedClocks } from "../../analysis/cron-jobs/changed-clocks.ts";
import type { CronJobLife, CronRun, SkippedRun, StartedRun, WhyNot } from "../../analysis/cron-jobs/cron-run.ts";
import { wallText } from "../../analysis/cron-jobs/wall-text.ts";
import { formatShortSpan } from "../../analysis/times.ts";
import { PLAIN, type Style } from "../style.ts";
import { type TextColumn, textTable } from "../text-table.ts";

/** The controller always needs about a tenth of a second. */
const PROMPT_MS = 1_000;

export interface RunsTextOptions {
  /** The instant that virtual time 0 stands for, milliseconds since 1970. */
  readonly epochMs: number;
  /** The end of the run, virtual milliseconds. */
  readonly endMs: number;
  readonly style?: Style;
}

interface Row {
  readonly when: string;
  readonly count: string;
  readonly what: string;
  readonly tone: "good" | "bad" | "odd";
}

/** Prints the runs of a CronJob, with times as clocks in its zone show them. */
export function runsText(cronJob: CronJobLife, { epochMs, endMs, style = PLAIN }: RunsTextOptions): string[] {
  const { name, schedule, timeZone } = cronJob;
  const head = `${style.bold(`RUNS of ${name}`)}   ${style.dim(`${schedule}, times in ${timeZone ?? "UTC"}`)}`;
  const clock = (virtualMs: number) => wallText(epochMs + virtualMs, timeZone);
  const rows = groupsOf(cronJob.runs).map((group) => rowOf(group, clock));
  const changes = changedClocks(cronJob, epochMs, endMs).map((change) => style.warn(changeText(change, timeZone)));
  if (rows.length === 0) return [head, style.dim("no time of the schedule came"), ...changes];
  const columns: readonly TextColumn<Row>[] = [
    { title: "SCHEDULED", cell: ({ when }) => when },
    { title: "RUNS", cell: ({ count }) => count, align: "right" },
    { title: "WHAT", cell: ({ what }) => what, paint: ({ tone }, text) => painted(tone, text, style) },
  ];
  return [head, ...textTable(rows, columns, style.dim), ...changes];
}

/** A day on which the clocks changed. */
function changeText({ kind, times, started }: ChangedClocks, timeZone: string | undefined): string {
  const [first = "", last = first] = [times[0], times.at(-1)];
  const when = times.length === 1 ? first : `${first} to ${last.slice(11)}`;
  const clocks = `the clocks of ${timeZone ?? "UTC"} were put`;
  if (kind === "gap") return `${when} did not come, so nothing ran then: ${clocks} forward`;
  const ran = started === 1 ? "1 run" : `${started} runs`;
  return `${when} came twice, with ${ran}: ${clocks} back`;
}

/** Neighbours that are alike. */
function groupsOf(runs: readonly CronRun[]): (readonly [CronRun, ...CronRun[]])[] {
  const longMs = TWICE * medianMs(runs);
  const groups: [CronRun, ...CronRun[]][] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last !== undefined && likeness(last[0], longMs) === likeness(run, longMs)) last.push(run);
    else groups.push([run]);
  }
  return groups;
}

/** A run that takes more than twice as long as usual stands out. */
const TWICE = 2;

function medianMs(runs: readonly CronRun[]): number {
  const lengths = runs.flatMap((run) => lengthMs(run) ?? []).sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)] ?? Number.POSITIVE_INFINITY;
}

function lengthMs(run: CronRun): number | undefined {
  if (run.kind === "skipped" || run.endedMs === undefined) return undefined;
  return run.endedMs - run.scheduledMs - run.lateMs;
}

function likeness(run: CronRun, longMs: number): string {
  if (run.kind === "skipped") return `skipped ${run.why}`;
  return `${run.outcome} ${run.lateMs < PROMPT_MS ? "prompt" : `late ${run.waitedFor}`} ${run.beside > 0} ${(lengthMs(run) ?? 0) > longMs}`;
}

function rowOf(group: readonly [CronRun, ...CronRun[]], clock: (virtualMs: number) => string): Row {
  const [first] = group;
  const last = group.at(-1) ?? first;
  const [from, to] = [clock(first.scheduledMs), clock(last.scheduledMs)];
  const when = group.length === 1 ? from : `${from} to ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
  const count = group.length === 1 ? "" : group.length.toLocaleString("en");
  if (first.kind === "skipped") return { when, count, what: skippedText(first, group.length), tone: "odd" };
  const runs = group.filter((run) => run.kind === "started");
  return { when, count, what: startedText(first, runs), tone: toneOf(first) };
}

function toneOf({ outcome, lateMs, beside }: StartedRun): Row["tone"] {
  if (outcome === "Failed") return "bad";
  return outcome === "Complete" && lateMs < PROMPT_MS && beside === 0 ? "good" : "odd";
}

const OUTCOMES: Readonly<Record<StartedRun["outcome"], string>> = {
  Complete: "complete",
  Failed: "failed",
  Running: "still running at the end",
  Replaced: "replaced by the next run",
  Deleted: "deleted before it finished",
};

function startedText(first: StartedRun, runs: readonly StartedRun[]): string {
  const took = runs.flatMap(({ scheduledMs, lateMs, endedMs }) =>
    endedMs === undefined ? [] : [endedMs - scheduledMs - lateMs],
  );
  const late = runs.map(({ lateMs }) => lateMs);
  const besides = Math.max(...runs.map(({ beside }) => beside));
  return [
    OUTCOMES[first.outcome],
    ...(took.length === 0 ? [] : [`after ${range(took)}`]),
    ...(first.lateMs < PROMPT_MS ? [] : [`${range(late)} late${waitedText(first.waitedFor)}`]),
    ...(besides === 0 ? [] : [`next to ${besides === 1 ? "another run" : `up to ${besides} other runs`}`]),
  ].join(", ");
}

function waitedText(why: WhyNot | undefined): string {
  if (why === "active") return " (the run before was still active, Forbid)";
  if (why === "suspended") return " (was suspended)";
  return why === "down" ? " (no controller was there)" : "";
}

function skippedText({ why, active, refusal }: SkippedRun, count: number): string {
  const runs = count === 1 ? `${active.join(", ") || "the run before"} was` : "the run before was";
  const texts: Readonly<Record<WhyNot, string>> = {
    active: `skipped: ${runs} still active, and the concurrency policy is Forbid`,
    suspended: "skipped: suspended",
    down: "missed: no controller was there",
    late: "missed: startingDeadlineSeconds was over when it could have started",
    passed: "missed: passed over for a later time",
    refused: `missed: the API server refused the Job${refusal === undefined ? "" : `: ${refusal}`}`,
  };
  return texts[why];
}

/** One length, or the shortest and the longest. */
function range(lengthsMs: readonly number[]): string {
  const [least, most] = [Math.min(...lengthsMs), Math.max(...lengthsMs)].map(roundedSpan);
  return least === most ? `${least}` : `${least} to ${most}`;
}

function roundedSpan(ms: number): string {
  return formatShortSpan(ms >= PROMPT_MS ? Math.round(ms / 1000) * 1000 : ms);
}

function painted(tone: Row["tone"], text: string, style: Style): string {
  if (tone === "good") return text;
  return tone === "bad" ? style.bad(text) : style.warn(text);
}
