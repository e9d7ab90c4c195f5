/** One CronJob while the log is read. */

import { finishedType } from "../../api/finished-job.ts";
import { secondsToDurationMs } from "../../api/go-duration.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { CronJob, Job } from "../../api/types.ts";
import type { JobCommit } from "../../apiserver/log.ts";
import { jobNameFor, SCHEDULED_TIMESTAMP_ANNOTATION } from "../../controller/cronjob/job-from-template.ts";
import type { CronJobFigures, CronJobLife, CronRun, CronRunOutcome, StartedRun, WhyNot } from "./cron-run.ts";
import { type Pending, ScheduleWalk } from "./schedule-walk.ts";

type Counts = { -readonly [K in keyof Omit<CronJobFigures, "skipped">]: number } & { skipped: Record<WhyNot, number> };
type Open = { -readonly [K in keyof StartedRun]: StartedRun[K] };

/** Runs that are later than this have waited for something: the controller needs a tenth of a second. */
const PROMPT_MS = 1_000;
const MINUTE_MS = 60_000;

export class CronRecord {
  readonly #epochMs: number;
  readonly #createdMs: number;
  readonly #walk: ScheduleWalk;
  readonly #keepsRuns: boolean;
  readonly #runs: CronRun[] = [];
  readonly #open = new Map<string, Open>();
  /** Unfinished Jobs, including those that others made. */
  readonly #unfinished = new Set<string>();
  #pending: Pending[] = [];
  #inARow = 0;
  #goneMs: number | undefined;
  readonly #counts: Counts = {
    started: 0,
    complete: 0,
    failed: 0,
    replaced: 0,
    deleted: 0,
    running: 0,
    manual: 0,
    overlaps: 0,
    mostAtOnce: 0,
    mostSkippedInARow: 0,
    latestMs: 0,
    totalLateMs: 0,
    skipped: { active: 0, suspended: 0, down: 0, late: 0, passed: 0, refused: 0 },
  };

  constructor(cronJob: CronJob, epochMs: number, nowMs: number, keepsRuns: boolean) {
    this.#epochMs = epochMs;
    this.#createdMs = nowMs;
    this.#keepsRuns = keepsRuns;
    this.#walk = new ScheduleWalk(cronJob, epochMs, nowMs);
  }

  /** Advances the schedule to an instant, under the conditions that held until then. */
  advance(nowMs: number, areDown: boolean): void {
    if (this.#goneMs !== undefined) return;
    for (const pending of this.#walk.until(nowMs, areDown)) this.#pending.push(pending);
    this.#dropLate(nowMs);
  }

  /** No Job can be made any more for times past their starting deadline, or before a later time that has come. */
  #dropLate(nowMs: number): void {
    const { startingDeadlineSeconds } = this.#walk.cronJob.spec;
    const deadlineMs = startingDeadlineSeconds === undefined ? undefined : secondsToDurationMs(startingDeadlineSeconds);
    while (this.#pending.length > 0) {
      const [first] = this.#pending;
      if (first === undefined) return;
      const isOver = deadlineMs !== undefined && first.scheduledMs + deadlineMs < nowMs;
      if (this.#pending.length < 2 && !isOver) return;
      this.#pending.shift();
      this.#skip(isOver && first.why === "passed" ? { ...first, why: "late" } : first);
    }
  }

  change(cronJob: CronJob, nowMs: number): void {
    this.#walk.change(cronJob, nowMs);
  }

  /** Whether a Job of this name belongs to a scheduled time. */
  makes(namespace: string, jobName: string): boolean {
    const { metadata } = this.#walk.cronJob;
    return namespace === metadata.namespace && jobName.slice(0, jobName.lastIndexOf("-")) === metadata.name;
  }

  /** Records that the API server refused a Job. */
  refused(jobName: string, message: string): void {
    this.#pending = this.#pending.map((pending) => {
      const isMeant = jobNameFor(this.#walk.cronJob.metadata.name, this.#epochMs + pending.scheduledMs) === jobName;
      return isMeant ? { ...pending, why: "refused", refusal: pending.refusal ?? message } : pending;
    });
  }

  gone(nowMs: number): void {
    this.#goneMs = nowMs;
  }

  /** Records a commit of one of its Jobs. */
  followJob({ type, actor, verb, object, timeMs, previous }: JobCommit): void {
    const { uid } = object.metadata;
    if (type === "ADDED") {
      if (actor === "cronjob-controller") this.#start(object, timeMs);
      else this.#counts.manual++;
      this.#unfinished.add(uid);
      this.#counts.mostAtOnce = Math.max(this.#counts.mostAtOnce, this.#unfinished.size);
      return;
    }
    const finished = finishedType(object);
    if (finished !== undefined && previous !== undefined && finishedType(previous) === undefined) {
      this.#end(uid, finished, timeMs);
    } else if (verb === "delete" && finished === undefined && previous?.metadata.deletionTimestamp === undefined) {
      this.#end(uid, actor === "cronjob-controller" ? "Replaced" : "Deleted", timeMs);
    } else if (type === "DELETED" && finished === undefined) this.#end(uid, "Deleted", timeMs);
  }

  #start(job: Job, nowMs: number): void {
    const counts = this.#counts;
    const scheduledMs = scheduledTimeOf(job) - this.#epochMs;
    const own = this.#pending.find((pending) => pending.scheduledMs === scheduledMs);
    for (const pending of this.#pending) if (pending.scheduledMs < scheduledMs) this.#skip(pending);
    this.#pending = this.#pending.filter((pending) => pending.scheduledMs > scheduledMs);
    this.#walk.started(scheduledMs);
    const lateMs = nowMs - scheduledMs;
    const beside = this.#unfinished.size;
    counts.started++;
    counts.totalLateMs += lateMs;
    counts.latestMs = Math.max(counts.latestMs, lateMs);
    if (beside > 0) counts.overlaps++;
    this.#inARow = 0;
    const { name, uid } = job.metadata;
    const waited = own !== undefined && lateMs > PROMPT_MS ? { waitedFor: own.why } : {};
    const run: Open = { kind: "started", scheduledMs, job: name, lateMs, outcome: "Running", beside, ...waited };
    this.#open.set(uid, run);
    if (this.#keepsRuns) this.#runs.push(run);
  }

  #skip(pending: Pending): void {
    this.#counts.skipped[pending.why]++;
    this.#inARow++;
    this.#counts.mostSkippedInARow = Math.max(this.#counts.mostSkippedInARow, this.#inARow);
    if (this.#keepsRuns) this.#runs.push(pending);
  }

  #end(uid: string, outcome: Exclude<CronRunOutcome, "Running">, nowMs: number): void {
    this.#unfinished.delete(uid);
    const run = this.#open.get(uid);
    if (run === undefined) return;
    this.#open.delete(uid);
    run.outcome = outcome;
    run.endedMs = nowMs;
    const figures = { Complete: "complete", Failed: "failed", Replaced: "replaced", Deleted: "deleted" } as const;
    this.#counts[figures[outcome]]++;
  }

  /** What has happened to the CronJob by an instant, including what is still open. */
  result(): CronJobLife {
    const { metadata, spec } = this.#walk.cronJob;
    const skipped = { ...this.#counts.skipped };
    for (const { why } of this.#pending) skipped[why]++;
    return {
      namespace: metadata.namespace,
      name: metadata.name,
      schedule: spec.schedule,
      ...(spec.timeZone === undefined ? {} : { timeZone: spec.timeZone }),
      createdMs: this.#createdMs,
      ...(this.#goneMs === undefined ? {} : { goneMs: this.#goneMs }),
      runs: this.#keepsRuns ? [...this.#runs, ...this.#pending] : [],
      figures: { ...this.#counts, skipped, running: this.#open.size },
    };
  }
}

/** The scheduled time of a Job, milliseconds since 1970: from its annotation, or the minute in its name. */
function scheduledTimeOf({ metadata }: Job): number {
  const text = metadata.annotations?.[SCHEDULED_TIMESTAMP_ANNOTATION];
  if (text !== undefined) return parseTimestamp(text);
  return Number(metadata.name.slice(metadata.name.lastIndexOf("-") + 1)) * MINUTE_MS;
}
