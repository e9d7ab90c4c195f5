/** Why a CronJob did not run at a scheduled time: read from what happened at that time, and around it. */

import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import { NO_TIME_MS, nextTimeMs } from "../../api/schedule/next-time.ts";
import type { WallTime } from "../../api/schedule/wall-time.ts";
import { loadZone } from "../../api/schedule/zone.ts";
import type { CronJob } from "../../api/types.ts";
import { type EventEntry, isCommitOf, type LogEntry } from "../../apiserver/log.ts";
import { parseScheduleOf } from "../../controller/cronjob/start.ts";
import type { AskedTime } from "../../scenario/asked-time.ts";
import type { JobRef } from "../../simulation/plan.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { CronJobLife, CronRun, SkippedRun, StartedRun } from "../cron-jobs/cron-run.ts";
import { readCronJobs } from "../cron-jobs/read-cron-jobs.ts";
import { wallText } from "../cron-jobs/wall-text.ts";
import { formatShortSpan } from "../times.ts";
import { type AskedOf, askedRun, type FoundRun } from "./asked-run.ts";
import type { RunAnswer } from "./run-answer.ts";

const PROMPT_MS = 1_000;
const MOST_EVENTS = 3;

/** What is asked. */
export interface RunQuestion {
  /** The CronJob; all of them if absent. */
  readonly name?: string | undefined;
  /** The scheduled time; if absent, the latest at which something went wrong. */
  readonly at?: AskedTime | undefined;
}

/**
 * Answers why CronJobs did not run.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @example
 * for (const { text } of whyNotRuns(simulation, { at: { kind: "wall", hour: 2, minute: 0 } })) console.log(text);
 */
export function whyNotRuns(simulation: Simulation, { name, at }: RunQuestion): readonly RunAnswer[] {
  const { log, plan, loop } = simulation;
  const endMs = plan.untilMs ?? loop.nowMs;
  const isAsked = (ref: JobRef) => name === undefined || ref.name === name;
  const lives = readCronJobs(simulation, endMs).filter(isAsked);
  const answered = lives.map((life) => {
    const cronJob = lastOf(log.entries, life);
    return cronJob === undefined ? neverCreated(life) : answerFor({ life, cronJob, at, simulation, endMs });
  });
  return [...answered, ...refusedCronJobs(log.entries).filter(({ cronJob }) => isAsked(cronJob))];
}

interface Asked {
  readonly life: CronJobLife;
  readonly cronJob: CronJob;
  readonly at: AskedTime | undefined;
  readonly simulation: Simulation;
  readonly endMs: number;
}

function answerFor({ life, cronJob, at, simulation, endMs }: Asked): RunAnswer {
  const { epochMs } = simulation.plan;
  const ref = { namespace: life.namespace, name: life.name };
  const { timeZone } = cronJob.spec;
  const zone = loadZone(timeZone ?? "");
  if (zone === undefined) {
    const text = `its time zone "${timeZone}" is not known: nothing starts until spec.timeZone is right`;
    return { cronJob: ref, cause: "unknownZone", text, details: [] };
  }
  const parsed = parseScheduleOf(cronJob.spec);
  if ("problem" in parsed) {
    const text = `its schedule "${life.schedule}" cannot be read: ${parsed.problem}`;
    return { cronJob: ref, cause: "badSchedule", text, details: [] };
  }
  const of: AskedOf = { life, schedule: parsed.schedule, zone, epochMs, endMs };
  const found = askedRun(at, of);
  const clock = (virtualMs: number) => wallText(epochMs + virtualMs, timeZone);
  if (found.kind !== "run") return { cronJob: ref, details: [], ...withoutRun(found, of, timeZone) };
  const { run } = found;
  const told = { cronJob: ref, scheduled: clock(run.scheduledMs), atMs: run.scheduledMs };
  const details = [...around(run, life, clock), ...eventsAfter(run, life, simulation.log.entries, clock)];
  return run.kind === "started"
    ? { ...told, ...startedText(run, clock), details: run.lateMs > PROMPT_MS ? details : [] }
    : {
        ...told,
        cause: run.why,
        text: skippedText(run, life),
        details: [...spanOf(run, life.name, simulation, clock), ...details],
      };
}

function withoutRun(
  found: Exclude<FoundRun, { kind: "run" }>,
  { life, schedule, epochMs, endMs }: AskedOf,
  timeZone: string | undefined,
): Pick<RunAnswer, "cause" | "text" | "scheduled"> {
  if (found.kind === "gap") return { cause: "clockGap", ...gapText(found.wall, timeZone) };
  const { instantMs } = found;
  if (instantMs === undefined)
    return { cause: "notDueYet", text: `no time of its schedule "${life.schedule}" came in this run` };
  const scheduled = wallText(instantMs, timeZone);
  if (found.kind === "later") {
    const text = `it is not due yet: the run ends at ${wallText(epochMs + endMs, timeZone)}; play longer with --until`;
    return { cause: "notDueYet", scheduled, text };
  }
  if (instantMs < epochMs + life.createdMs) {
    const text = `the CronJob was created later, at ${wallText(epochMs + life.createdMs, timeZone)}`;
    return { cause: "notThereYet", scheduled, text };
  }
  if (life.goneMs !== undefined && instantMs > epochMs + life.goneMs) {
    return {
      cause: "gone",
      scheduled,
      text: `the CronJob was already deleted, at ${wallText(epochMs + life.goneMs, timeZone)}`,
    };
  }
  const next = nextTimeMs(schedule, instantMs);
  const previous = life.runs.findLast((run) => epochMs + run.scheduledMs < instantMs);
  const around = [
    ...(previous === undefined ? [] : [`the time before is ${wallText(epochMs + previous.scheduledMs, timeZone)}`]),
    next === NO_TIME_MS ? "there is no later one" : `the next is ${wallText(next, timeZone)}`,
  ].join(", ");
  const text = `that is not a scheduled time of "${life.schedule}" in ${timeZone ?? "UTC"}: ${around}`;
  return { cause: "notScheduled", scheduled, text };
}

function gapText({ year, month, day, hour, minute }: WallTime, timeZone: string | undefined) {
  const two = (value: number) => String(value).padStart(2, "0");
  const scheduled = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
  const text = `there was no ${two(hour)}:${two(minute)} that day: the clocks of ${timeZone} skipped it, and Kubernetes leaves such a time out`;
  return { scheduled, text };
}

function startedText(run: StartedRun, clock: (virtualMs: number) => string): Pick<RunAnswer, "cause" | "text"> {
  const ended = run.endedMs === undefined ? run.outcome : `${run.outcome} at ${clock(run.endedMs)}`;
  if (run.lateMs <= PROMPT_MS) return { cause: "started", text: `it did run: ${run.job} (${ended})` };
  const late = `${formatShortSpan(run.lateMs)}${run.waitedFor === undefined ? "" : ` (${WAITED[run.waitedFor]})`}`;
  return {
    cause: "startedLate",
    text: `it ran late, at ${clock(run.scheduledMs + run.lateMs)}, by ${late}: ${run.job} (${ended})`,
  };
}

/** What a late run waited for. */
const WAITED: Readonly<Record<SkippedRun["why"], string>> = {
  active: "the run before was still active, Forbid",
  suspended: "it was suspended",
  down: "no controller was there",
  late: "the controller came late to it",
  passed: "the controller came late to it",
  refused: "the API server refused the Job at first",
};

function skippedText({ why, active, refusal }: SkippedRun, { runs }: CronJobLife): string {
  const missed = runs.filter((run) => run.kind === "skipped").length;
  switch (why) {
    case "active":
      return `${active.join(", ") || "the run before"} was still active, and concurrencyPolicy is Forbid`;
    case "suspended":
      return "the CronJob was suspended (spec.suspend)";
    case "down":
      return "no controller was running to start it";
    case "late":
      return "when it could have started, startingDeadlineSeconds was over";
    case "refused":
      return `the API server refused the Job: ${refusal ?? "it gave no reason"}`;
    case "passed":
      return missed > MANY
        ? "the controller got to it too late: of more than 100 missed times it starts only the latest"
        : "the controller got to it too late: of several missed times it starts only the latest";
  }
}

const MANY = 100;

/** From when to when it was held back. */
function spanOf(
  { why, scheduledMs, active }: SkippedRun,
  name: string,
  simulation: Simulation,
  clock: (ms: number) => string,
): string[] {
  const { entries } = simulation.log;
  if (why === "down") {
    const stop = entries.findLast((e) => e.kind === "process" && e.change === "stopped" && e.timeMs <= scheduledMs);
    const start = entries.find((e) => e.kind === "process" && e.change === "started" && e.timeMs > scheduledMs);
    const from = stop === undefined ? "" : `from ${clock(stop.timeMs)} `;
    return [`down ${from}${start === undefined ? "to the end" : `to ${clock(start.timeMs)}`}`];
  }
  if (why === "active") {
    return active.map((job) => {
      const created = entries.find((e) => e.kind === "commit" && e.type === "ADDED" && e.object.metadata.name === job);
      return created === undefined ? job : `${job} has been running since ${clock(created.timeMs)}`;
    });
  }
  if (why !== "suspended") return [];
  const changes = entries.flatMap((e) => (isCommitOf(CRON_JOB, e) && e.object.metadata.name === name ? [e] : []));
  const end = changes.find(({ timeMs, object }) => timeMs > scheduledMs && object.spec.suspend !== true);
  return [end === undefined ? "it stays so to the end of the run" : `resumed at ${clock(end.timeMs)}`];
}

/** The Job that came next, or that there was none. */
function around(run: CronRun, { runs }: CronJobLife, clock: (ms: number) => string): string[] {
  if (run.kind === "started") return [];
  const next = runs.find((one) => one.kind === "started" && one.scheduledMs > run.scheduledMs);
  if (next?.kind !== "started") return ["no later run started in this run"];
  const at = clock(next.scheduledMs + next.lateMs);
  const of = next.lateMs > PROMPT_MS ? `, for ${clock(next.scheduledMs)}` : "";
  return [`the next run is ${next.job}, at ${at}${of}`];
}

/** What the controller said about the CronJob from then on, until the next scheduled time. */
function eventsAfter(
  run: CronRun,
  life: CronJobLife,
  entries: readonly LogEntry[],
  clock: (ms: number) => string,
): string[] {
  const next = life.runs.find(({ scheduledMs }) => scheduledMs > run.scheduledMs);
  const untilMs = next?.scheduledMs ?? Number.POSITIVE_INFINITY;
  const isOwn = (e: LogEntry): e is EventEntry =>
    e.kind === "event" &&
    e.regarding.kind === CRON_JOB.kind &&
    e.regarding.name === life.name &&
    e.timeMs >= run.scheduledMs &&
    e.timeMs < untilMs;
  const seen = new Set<string>();
  return entries.filter(isOwn).flatMap(({ timeMs, reason, message }) => {
    const text = `Event ${reason} at ${clock(timeMs)}: ${message}`;
    if (seen.has(reason) || seen.size >= MOST_EVENTS) return [];
    seen.add(reason);
    return [text];
  });
}

/** The last version of the CronJob. */
function lastOf(entries: readonly LogEntry[], { namespace, name }: CronJobLife): CronJob | undefined {
  const last = entries.findLast(
    (e) => isCommitOf(CRON_JOB, e) && e.object.metadata.namespace === namespace && e.object.metadata.name === name,
  );
  return last !== undefined && isCommitOf(CRON_JOB, last) ? last.object : undefined;
}

function neverCreated({ namespace, name }: JobRef): RunAnswer {
  return { cronJob: { namespace, name }, cause: "neverCreated", text: "nobody created it", details: [] };
}

/** CronJobs that the API server refused. */
function refusedCronJobs(entries: readonly LogEntry[]): RunAnswer[] {
  return entries.flatMap((e): RunAnswer[] => {
    if (e.kind !== "request" || e.error === undefined || e.resource !== CRON_JOB.resource || e.verb !== "create")
      return [];
    const cronJob = { namespace: e.namespace, name: e.name };
    return [{ cronJob, cause: "neverCreated", text: `the API server refused it: ${e.error.message}`, details: [] }];
  });
}
