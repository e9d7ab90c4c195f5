/** What the invariants of CronJobs need to know about a run, kept once next to the ledger of Jobs. */

import { finishedType } from "../../../api/finished-job.ts";
import { CRON_JOB } from "../../../api/kinds/cron-job.ts";
import { parseTimestamp } from "../../../api/timestamp.ts";
import type { CronJob, Job } from "../../../api/types.ts";
import { isCommitOf, type JobCommit, type LogEntry } from "../../../apiserver/log.ts";
import type { Checks, Invariant } from "../invariant.ts";
import { isController, type Ledger } from "../ledger.ts";
import { controllerOf } from "../pod-reading.ts";

/** Annotation that holds the time that a Job was made for. */
const SCHEDULED_TIMESTAMP_ANNOTATION = "batch.kubernetes.io/cronjob-scheduled-timestamp";

export interface CronJobRecord {
  cronJob: CronJob;
  gone: boolean;
  /** Since when its spec has been as it is, and since when its status, in milliseconds of the run. */
  specSinceMs: number;
  statusSinceMs: number;
  /** When somebody asked for its deletion. */
  deletedSinceMs: number | undefined;
  /** Since when nothing has held its runs back: no suspension, and under Forbid no active Job. */
  freeSinceMs: number;
  /** Existing Jobs, by UID. */
  readonly jobs: Map<string, Job>;
  /** The scheduled times that Jobs were made for, milliseconds since 1970. */
  readonly made: Set<number>;
  latestMade: number;
}

/** The CronJobs of a run. */
export class CronLedger {
  readonly byUid = new Map<string, CronJobRecord>();
  readonly #ledger: Ledger;
  #seen = 0;
  #waiting: LogEntry | undefined;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Advances the CronJobs to just before an entry; each invariant calls it first, whichever runs first. */
  before(entry: LogEntry): void {
    if (this.#seen === this.#ledger.entries) return;
    this.settle();
    this.#seen = this.#ledger.entries;
    this.#waiting = entry;
  }

  /** Takes in the last entry as well. */
  settle(): void {
    const entry = this.#waiting;
    this.#waiting = undefined;
    if (entry === undefined) return;
    if (isCommitOf(CRON_JOB, entry)) this.#takeCronJob(entry.object, entry.type === "DELETED", entry.timeMs);
    else if (entry.kind === "commit" && entry.resource === "jobs" && this.byUid.size > 0) this.#takeJob(entry);
  }

  /** The CronJob that controls a Job, if it ever existed here. */
  ofJob(job: Job): CronJobRecord | undefined {
    const owner = controllerOf(job);
    return owner?.kind === "CronJob" ? this.byUid.get(owner.uid) : undefined;
  }

  /** The CronJob for whose schedule this entry creates a Job; `undefined` for any other entry. */
  makes(entry: LogEntry): CronJobRecord | undefined {
    const isNew = entry.kind === "commit" && entry.resource === "jobs" && entry.type === "ADDED";
    return isNew && isController(entry.actor) ? this.ofJob(entry.object) : undefined;
  }

  #takeCronJob(cronJob: CronJob, gone: boolean, nowMs: number): void {
    const { uid, deletionTimestamp } = cronJob.metadata;
    const known = this.byUid.get(uid);
    if (known === undefined) {
      const since = { specSinceMs: nowMs, statusSinceMs: nowMs, deletedSinceMs: undefined, freeSinceMs: nowMs };
      const made = { jobs: new Map(), made: new Set<number>(), latestMade: Number.NEGATIVE_INFINITY };
      this.byUid.set(uid, { cronJob, gone, ...since, ...made });
      return;
    }
    if (isHeldBack(known.cronJob)) known.freeSinceMs = nowMs;
    if (known.cronJob.spec !== cronJob.spec) known.specSinceMs = nowMs;
    if (known.cronJob.status !== cronJob.status) known.statusSinceMs = nowMs;
    if (deletionTimestamp !== undefined) known.deletedSinceMs ??= nowMs;
    known.cronJob = cronJob;
    known.gone = gone;
  }

  #takeJob({ type, object, actor }: JobCommit): void {
    const record = this.ofJob(object);
    if (record === undefined) return;
    if (type === "DELETED") record.jobs.delete(object.metadata.uid);
    else record.jobs.set(object.metadata.uid, object);
    const timeMs = type === "ADDED" && isController(actor) ? madeFor(object) : undefined;
    if (timeMs === undefined) return;
    record.made.add(timeMs);
    record.latestMade = Math.max(record.latestMade, timeMs);
  }
}

/** Whether suspension or the concurrency policy holds back a run that is due. */
export function isHeldBack({ spec, status }: CronJob): boolean {
  return spec.suspend === true || (spec.concurrencyPolicy === "Forbid" && (status.active?.length ?? 0) > 0);
}

/** The Jobs that a CronJob lists as active and that are unfinished, and not being deleted. */
export function unfinishedActive({ cronJob, jobs }: CronJobRecord): readonly Job[] {
  return (cronJob.status.active ?? []).flatMap(({ uid = "" }) => {
    const job = jobs.get(uid);
    const isOver = job === undefined || job.metadata.deletionTimestamp !== undefined || finishedType(job) !== undefined;
    return isOver ? [] : [job];
  });
}

/**
 * Of the run that was watched most recently: its invariants start one after the other. A weak map from each ledger
 * would retain everything that a run made until the next full collection, which took a third of the time of small runs.
 */
let latest: { readonly ledger: Ledger; readonly cronJobs: CronLedger } | undefined;

/** The CronJobs that belong to the ledger of a run. */
export function cronLedgerOf(ledger: Ledger): CronLedger {
  if (latest?.ledger !== ledger) latest = { ledger, cronJobs: new CronLedger(ledger) };
  return latest.cronJobs;
}

/** Watches a run with its CronJobs, which are as they were just before each entry, and up to date at the end. */
export function watchCronJobs(begin: (cronJobs: CronLedger, ledger: Ledger) => Checks): Invariant["watch"] {
  return (ledger) => {
    const cronJobs = cronLedgerOf(ledger);
    const checks = begin(cronJobs, ledger);
    return {
      entriesAfter: CRON_JOB.resource,
      entry(entry, report) {
        cronJobs.before(entry);
        checks.entry?.(entry, report);
      },
      end(report) {
        cronJobs.settle();
        checks.end?.(report);
      },
    };
  };
}

/** The time that a Job was made for, milliseconds since 1970; none if it is not a run of a schedule. */
export function madeFor({ metadata }: Job): number | undefined {
  const text = metadata.annotations?.[SCHEDULED_TIMESTAMP_ANNOTATION];
  return text === undefined ? undefined : parseTimestamp(text);
}

/** Whether a controller that acts now knows the spec and the status of a CronJob as they are. */
export function isUpToDate(ledger: Ledger, { specSinceMs, statusSinceMs }: CronJobRecord): boolean {
  if (ledger.strays || ledger.looksBackAt(ledger.nowMs)) return false;
  return ledger.knownAfterMs === 0 || (ledger.isKnown(specSinceMs) && ledger.isKnown(statusSinceMs));
}
