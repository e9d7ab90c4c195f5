/** Users who create a failed Job again. */

import { JobConditions } from "../api/constants.ts";
import type { LogEntry } from "../apiserver/log.ts";
import type { JobRef, TimedAction, UserRetry } from "./plan.ts";

type Recreation = Extract<TimedAction, { op: "recreateJob" }>;

interface Left {
  readonly job: JobRef;
  readonly afterMs: number;
  times: number;
  /** The Job that failed last, so that each failure counts once. */
  failedUid: string | undefined;
}

export class RetryingUsers {
  readonly #left = new Map<string, Left>();
  readonly #act: (action: Recreation, delayMs: number) => void;

  /** @param act performs an action after a delay */
  constructor(retries: readonly UserRetry[], act: (action: Recreation, delayMs: number) => void) {
    for (const { job, afterMs, times } of retries) {
      this.#left.set(`${job.namespace}/${job.name}`, { job, afterMs, times, failedUid: undefined });
    }
    this.#act = act;
  }

  /** Looks at what was committed; a Job that has just failed is created again, if that is still to be tried. */
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
