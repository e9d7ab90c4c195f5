/**
 * Where an idle clock stops: a CronJob has always one more time to come, and would drive the clock through the years
 * while nobody looks.
 */

import { isFinished } from "../../api/finished-job.ts";
import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import { NO_TIME_MS, nextTimeMs } from "../../api/schedule/next-time.ts";
import type { CronJob, Job } from "../../api/types.ts";
import { controllerNameOf } from "../../apiserver/controller-reference.ts";
import { parseScheduleOf } from "../../controller/cronjob/start.ts";
import type { Simulation } from "../../simulation/simulation.ts";

/** Decides whether an idle clock goes on past the next time of a schedule. */
export class SchedulePause {
  readonly #simulation: Pick<Simulation, "server" | "loop">;
  readonly #known = new WeakMap<CronJob, number>();
  #watches = 0;
  #isAsked = false;

  constructor(simulation: Pick<Simulation, "server" | "loop">) {
    this.#simulation = simulation;
  }

  /** A request arrived: somebody waits for what comes next, and the clock may pass one scheduled time. */
  asked(): void {
    this.#isAsked = true;
  }

  /** A client began to watch (1), or stopped (-1). */
  watched(change: 1 | -1): void {
    this.#watches += change;
  }

  /**
   * Whether the clock waits instead of moving on to an event.
   *
   * @param eventMs of the event, virtual milliseconds
   */
  holds(eventMs: number): boolean {
    if (this.#watches > 0 || eventMs < this.#nextScheduledMs()) return false;
    if (this.#isAsked) {
      this.#isAsked = false;
      return false;
    }
    for (const job of this.#simulation.server.jobs.jobs) if (isSomeonesWork(job)) return false;
    return true;
  }

  /** The first time of any schedule after now, virtual milliseconds. */
  #nextScheduledMs(): number {
    const { server, loop } = this.#simulation;
    const nowMs = server.storage.instantMs;
    let nextMs = Number.POSITIVE_INFINITY;
    for (const cronJob of server.objects.list(CRON_JOB)) nextMs = Math.min(nextMs, this.#nextOf(cronJob, nowMs));
    return nextMs - nowMs + loop.nowMs;
  }

  #nextOf(cronJob: CronJob, nowMs: number): number {
    const known = this.#known.get(cronJob);
    if (known !== undefined && known > nowMs) return known;
    const next = nextOf(cronJob, nowMs);
    this.#known.set(cronJob, next);
    return next;
  }
}

/** The next time of a CronJob's schedule after an instant; infinity if there is none. */
function nextOf({ spec, status, metadata }: CronJob, nowMs: number): number {
  const parsed = parseScheduleOf(spec);
  if (spec.suspend === true || !("schedule" in parsed)) return Number.POSITIVE_INFINITY;
  const { schedule } = parsed;
  if (schedule.kind === "delay") {
    const lastMs = Date.parse(status.lastScheduleTime ?? metadata.creationTimestamp);
    const delayMs = schedule.delaySeconds * 1000;
    return lastMs + (Math.floor(Math.max(0, nowMs - lastMs) / delayMs) + 1) * delayMs;
  }
  const next = nextTimeMs(schedule, nowMs);
  return next === NO_TIME_MS ? Number.POSITIVE_INFINITY : next;
}

/** A Job that somebody created and that is under way: its end is worth waiting for. */
function isSomeonesWork(job: Job): boolean {
  return job.spec.suspend !== true && controllerNameOf(job.metadata.ownerReferences) === undefined && !isFinished(job);
}
