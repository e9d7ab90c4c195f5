/** The scheduled times of a CronJob as they come, and what prevented a run. */

import { NO_TIME_MS, nextTimeMs } from "../../api/schedule/next-time.ts";
import type { Schedule } from "../../api/schedule/schedule.ts";
import type { CronJob } from "../../api/types.ts";
import { NEXT_SCHEDULE_DELTA_MS } from "../../controller/cronjob/constants.ts";
import { parseScheduleOf } from "../../controller/cronjob/start.ts";
import type { SkippedRun, WhyNot } from "./cron-run.ts";

/** A scheduled time that has come, and has no Job so far. */
export type Pending = SkippedRun;

export class ScheduleWalk {
  readonly #epochMs: number;
  /** The current CronJob; the times until now were judged by what it was then. */
  cronJob: CronJob;
  #schedule: Schedule | undefined;
  #nextMs = Number.POSITIVE_INFINITY;

  constructor(cronJob: CronJob, epochMs: number, nowMs: number) {
    this.#epochMs = epochMs;
    this.cronJob = cronJob;
    this.#read(nowMs);
  }

  /** Takes over a changed CronJob; a changed schedule starts now. */
  change(cronJob: CronJob, nowMs: number): void {
    const { schedule, timeZone } = this.cronJob.spec;
    this.cronJob = cronJob;
    if (cronJob.spec.schedule !== schedule || cronJob.spec.timeZone !== timeZone) this.#read(nowMs);
  }

  /** Continues after a start that was made; a constant delay counts from there. */
  started(scheduledMs: number): void {
    if (this.#schedule?.kind === "delay" || this.#nextMs <= scheduledMs) this.#nextMs = this.#after(scheduledMs);
  }

  /** The times up to an instant, each with what prevents a Job now. */
  *until(nowMs: number, areDown: boolean): Generator<Pending> {
    // A Job for a time is made a moment after it: a time that has just come is judged later.
    while (this.#nextMs + NEXT_SCHEDULE_DELTA_MS < nowMs) {
      const active = (this.cronJob.status.active ?? []).map(({ name = "" }) => name);
      yield { kind: "skipped", scheduledMs: this.#nextMs, why: this.#why(active.length, areDown), active };
      this.#nextMs = this.#after(this.#nextMs);
    }
  }

  #why(active: number, areDown: boolean): WhyNot {
    const { suspend, concurrencyPolicy } = this.cronJob.spec;
    if (suspend === true) return "suspended";
    if (areDown) return "down";
    return concurrencyPolicy === "Forbid" && active > 0 ? "active" : "passed";
  }

  #read(nowMs: number): void {
    const parsed = parseScheduleOf(this.cronJob.spec);
    this.#schedule = "schedule" in parsed ? parsed.schedule : undefined;
    this.#nextMs = this.#after(nowMs);
  }

  #after(virtualMs: number): number {
    if (this.#schedule === undefined) return Number.POSITIVE_INFINITY;
    const next = nextTimeMs(this.#schedule, this.#epochMs + virtualMs);
    return next === NO_TIME_MS ? Number.POSITIVE_INFINITY : next - this.#epochMs;
  }
}
