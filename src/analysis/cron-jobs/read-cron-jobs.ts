/** Reads from the log of a run what happened at the scheduled times of each CronJob. */

import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import type { Job } from "../../api/types.ts";
import { isCommitOf, type LogEntry, type RequestEntry } from "../../apiserver/log.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { CronRecord } from "./cron-record.ts";
import type { CronJobLife } from "./cron-run.ts";

/**
 * Reads a run that was recorded in full or by its transitions.
 *
 * @example
 * for (const { name, figures } of readCronJobs(simulation, endMs)) console.log(name, figures.started);
 */
export function readCronJobs({ log, plan }: Simulation, endMs: number): readonly CronJobLife[] {
  const reader = new CronJobReader(plan.epochMs, true);
  for (const entry of log.entries) reader.read(entry);
  return reader.result(endMs);
}

export class CronJobReader {
  readonly #epochMs: number;
  readonly #keepsRuns: boolean;
  readonly #records: CronRecord[] = [];
  readonly #byUid = new Map<string, CronRecord>();
  #areDown = false;

  /** @param keepsRuns whether each run is listed, not only figures */
  constructor(epochMs: number, keepsRuns: boolean) {
    this.#epochMs = epochMs;
    this.#keepsRuns = keepsRuns;
  }

  read(entry: LogEntry): void {
    if (entry.kind === "process") {
      for (const record of this.#byUid.values()) record.advance(entry.timeMs, this.#areDown);
      if (entry.change === "stopped") this.#areDown = true;
      if (entry.change === "started") this.#areDown = false;
    } else if (entry.kind === "request") this.#readRefusal(entry);
    else if (entry.kind !== "commit") return;
    else if (entry.resource === "jobs") {
      const record = this.#byUid.get(cronJobUidOf(entry.object) ?? cronJobUidOf(entry.previous) ?? "");
      if (record === undefined) return;
      record.advance(entry.timeMs, this.#areDown);
      record.followJob(entry);
    } else if (isCommitOf(CRON_JOB, entry)) {
      const { object, timeMs, type } = entry;
      const { uid } = object.metadata;
      const record = this.#byUid.get(uid);
      if (record === undefined) {
        const added = new CronRecord(object, this.#epochMs, timeMs, this.#keepsRuns);
        this.#records.push(added);
        this.#byUid.set(uid, added);
        return;
      }
      record.advance(timeMs, this.#areDown);
      if (type === "DELETED") record.gone(timeMs);
      else record.change(object, timeMs);
    }
  }

  /** A Job that the API server refused to create for the controller. */
  #readRefusal({ actor, verb, resource, error, namespace, name, timeMs }: RequestEntry): void {
    if (error === undefined || verb !== "create" || resource !== "jobs" || actor !== "cronjob-controller") return;
    for (const record of this.#byUid.values()) {
      if (!record.makes(namespace, name)) continue;
      record.advance(timeMs, this.#areDown);
      record.refused(name, error.message);
    }
  }

  /** @param endMs the end of the run, virtual milliseconds */
  result(endMs: number): readonly CronJobLife[] {
    return this.#records.map((record) => {
      record.advance(endMs, this.#areDown);
      return record.result();
    });
  }
}

function cronJobUidOf(job: Job | undefined): string | undefined {
  const owner = job?.metadata.ownerReferences?.find(({ controller }) => controller === true);
  return owner?.kind === "CronJob" ? owner.uid : undefined;
}
