/** Users who recreate failed Jobs. */

import { JobConditions } from "../api/constants.ts";
import type { LogEntry } from "../apiserver/log.ts";
import type { JobRef, TimedAction, UserRetry } from "./plan.ts";

type Recreation = Extract<TimedAction, { op: "recreateJob" }>;

interface Left {
  readonly job: JobRef;
  readonly afterMs: number;
  times: number;
  /** UID of the Job that failed last, so that each failure counts once. */
  failedUid: string | undefined;
}

export class RetryingUsers {
  readonly #left = new Map<string, Left>();
  readonly #act: (action: Recreation, delayMs: number) => void;

  /** @param act performs an action after `delayMs` */
  constructor(retries: readonly UserRetry[], act: (action: Recreation, delayMs: number) => void) {
    for (const { job, afterMs, times } of retries) {
      this.#left.set(`${job.namespace}/${job.name}`, { job, afterMs, times, failedUid: undefined });
    }
    this.#act = act;
  }

  /** Recreates a Job that has just failed, if it has retries left. */
  follow(entry: LogEntry): void {
    if (entry.kind !== "commit" || entry.resource !== "jobs" || entry.verb !== "updateStatus") return;
    const { metadata, status } = entry.object;
    const left = this.#left.get(`${metadata.namespace}/${metadata.name}`);
    if (left === undefined || left.times === 0 || left.failedUid === metadata.uid) return;
    const failed = status.conditions?.some(({ type, status: is }) => type === JobConditions.failed && is === "True");
    if (failed !== true) return;
    left.times--;
    left.failedUid = metadata.uid;
    this.#act({ atMs: entry.timeMs, op: "recreateJob", job: left.job, downMs: 0 }, left.afterMs);
  }
}
