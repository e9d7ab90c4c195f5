/** What a run shows of its CronJobs: warnings, tables, status writes and Events, which may differ between releases. */

import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import type { ApiSwitches } from "../../api/switches.ts";
import type { CronJob } from "../../api/types.ts";
import { warningsForCronJobCreate } from "../../api/validation/cron-job-warnings.ts";
import { type EventEntry, isCommitOf, type LogEntry } from "../../apiserver/log.ts";

/** Adds to a shape what entries of the log say about CronJobs. */
export class CronJobShape {
  readonly #shape: Map<string, string>;
  readonly #switches: ApiSwitches;

  constructor(shape: Map<string, string>, switches: ApiSwitches) {
    this.#shape = shape;
    this.#switches = switches;
  }

  read(entry: LogEntry): void {
    if (entry.kind === "event") {
      if (entry.regarding.kind === CRON_JOB.kind) this.#readEvent(entry);
    } else if (isCommitOf(CRON_JOB, entry)) {
      if (entry.type === "ADDED") this.#readNew(entry.object);
      else if (entry.verb === "updateStatus") this.#readStatus(entry.object);
    }
  }

  #readNew(cronJob: CronJob): void {
    const head = headOf(cronJob.metadata.name);
    for (const warning of warningsForCronJobCreate(cronJob, this.#switches)) {
      this.#shape.set(`${head}: warning ${warning}`, "shown");
    }
    const shown = CRON_JOB.columns.filter(
      ({ priority = 0, isShown }) => priority === 0 && (isShown?.(this.#switches) ?? true),
    );
    this.#shape.set("Columns of kubectl get cronjobs", shown.map(({ name }) => name).join(", "));
  }

  #readStatus({ metadata, status }: CronJob): void {
    const head = headOf(metadata.name);
    this.#count(`${head}: status writes`);
    this.#shape.set(`${head}: status.lastSuccessfulTime at the end`, status.lastSuccessfulTime ?? "none");
  }

  /** How often each kind of Event occurred, and the words of the first. */
  #readEvent({ regarding, reason, message }: EventEntry): void {
    const key = `${headOf(regarding.name)}: Event ${reason}`;
    if (!this.#shape.has(key)) this.#shape.set(key, message);
    this.#count(`${key}, how often`);
  }

  #count(key: string): void {
    this.#shape.set(key, String(Number(this.#shape.get(key) ?? 0) + 1));
  }
}

function headOf(name: string): string {
  return `CronJob ${name}`;
}
