/** What the invariants of CronJobs need to know of a run, kept once beside the ledger of Jobs. */

import { CRON_JOB } from "../../../api/kinds/cron-job.ts";
import { oncePerObject } from "../../../api/once-per-object.ts";
import { parseTimestamp } from "../../../api/timestamp.ts";
import type { CronJob, Job } from "../../../api/types.ts";
import { isCommitOf, type JobCommit, type LogEntry } from "../../../apiserver/log.ts";
import { SCHEDULED_TIMESTAMP_ANNOTATION } from "../../../controller/cronjob/job-from-template.ts";
import { controllerOf } from "../../../controller/job/pod-facts.ts";
import type { Ledger } from "../ledger.ts";

/** The actor whose Jobs are runs of a schedule. */
export const CRON_CONTROLLER = "cronjob-controller";

export interface CronJobRecord {
  cronJob: CronJob;
  gone: boolean;
  /** Since when its spec is what it is, and since when its status, in milliseconds of the run. */
  specSinceMs: number;
  statusSinceMs: number;
  /** When a Job of its own last changed. */
  jobsSinceMs: number;
  /** Jobs that are there, by UID. */
  readonly jobs: Map<string, Job>;
  /** The scheduled times that Jobs were made for, milliseconds since 1970. */
  readonly made: Set<number>;
  latestMade: number;
}

/** The CronJobs of a run. */
export class CronLedger {
  readonly byUid = new Map<string, CronJobRecord>();
  readonly #ledger: Ledger;
  #taken = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Takes an entry in, once, whichever invariant comes first. */
  take(entry: LogEntry): void {
    if (this.#taken === this.#ledger.entries) return;
    this.#taken = this.#ledger.entries;
    if (isCommitOf(CRON_JOB, entry)) this.#takeCronJob(entry.object, entry.type === "DELETED");
    else if (entry.kind === "commit" && entry.resource === "jobs" && this.byUid.size > 0) this.#takeJob(entry);
  }

  /** The CronJob that controls a Job, if it was ever here. */
  ofJob(job: Job): CronJobRecord | undefined {
    const owner = controllerOf(job);
    return owner?.kind === "CronJob" ? this.byUid.get(owner.uid) : undefined;
  }

  #takeCronJob(cronJob: CronJob, gone: boolean): void {
    const { nowMs } = this.#ledger;
    const known = this.byUid.get(cronJob.metadata.uid);
    if (known === undefined) {
      const since = { specSinceMs: nowMs, statusSinceMs: nowMs, jobsSinceMs: nowMs };
      const made = { jobs: new Map(), made: new Set<number>(), latestMade: Number.NEGATIVE_INFINITY };
      this.byUid.set(cronJob.metadata.uid, { cronJob, gone, ...since, ...made });
      return;
    }
    if (known.cronJob.spec !== cronJob.spec) known.specSinceMs = nowMs;
    if (known.cronJob.status !== cronJob.status) known.statusSinceMs = nowMs;
    known.cronJob = cronJob;
    known.gone = gone;
  }

  #takeJob({ type, object }: JobCommit): void {
    const record = this.ofJob(object);
    if (record === undefined) return;
    record.jobsSinceMs = this.#ledger.nowMs;
    if (type === "DELETED") record.jobs.delete(object.metadata.uid);
    else record.jobs.set(object.metadata.uid, object);
  }
}

/** The CronJobs that belong to the ledger of a run. */
export const cronLedgerOf = oncePerObject((ledger: Ledger) => new CronLedger(ledger));

/** The time that a Job was made for, milliseconds since 1970; of no run of a schedule there is none. */
export function madeFor({ metadata }: Job): number | undefined {
  const text = metadata.annotations?.[SCHEDULED_TIMESTAMP_ANNOTATION];
  return text === undefined ? undefined : parseTimestamp(text);
}

/** Whether nothing has gone wrong so far, and everyone sees at once what is done. */
export function isUndisturbed(ledger: Ledger): boolean {
  return ledger.knownAfterMs === 0 && ledger.lastDisturbedMs === Number.NEGATIVE_INFINITY && ledger.rivals === 0;
}
