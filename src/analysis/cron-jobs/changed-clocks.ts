/** The times of a CronJob that a change of the clocks left out or doubled during a run. */

import { parseScheduleOf } from "../../controller/cronjob/start.ts";
import { type ClockChange, clockChanges, timesWithin } from "./clock-changes.ts";
import type { CronJobLife } from "./cron-run.ts";
import { wallText } from "./wall-text.ts";

/** A change of the clocks that concerned a schedule. */
export interface ChangedClocks {
  readonly kind: ClockChange["kind"];
  /** Local times of the schedule that did not come, or came twice, such as `2026-03-29 02:30`; at least one. */
  readonly times: readonly string[];
  /** How many Jobs were made for them. */
  readonly started: number;
}

/**
 * What changes of the clocks did to the schedule of a CronJob.
 *
 * @param epochMs the instant of virtual time 0, milliseconds since 1970
 * @param endMs the end of the run, virtual milliseconds
 */
export function changedClocks(life: CronJobLife, epochMs: number, endMs: number): readonly ChangedClocks[] {
  const parsed = parseScheduleOf(life);
  // One that runs in every hour runs on through the change.
  if (!("schedule" in parsed) || parsed.schedule.kind !== "clock") return [];
  const { schedule } = parsed;
  if (schedule.hours.every((matches) => matches === 1)) return [];
  const untilMs = epochMs + (life.goneMs ?? endMs);
  return clockChanges(schedule.zone, epochMs + life.createdMs, untilMs).flatMap((change) => {
    // Times that came twice have done so an hour after the change.
    const isOver =
      change.kind === "gap" || (change.atSecond + change.untilSecond - change.fromSecond) * 1000 <= untilMs;
    const times = isOver ? timesWithin(schedule, change) : [];
    if (times.length === 0) return [];
    const affected = new Set(times);
    const started = life.runs.filter(
      (run) => run.kind === "started" && affected.has(wallText(epochMs + run.scheduledMs, life.timeZone)),
    );
    return [{ kind: change.kind, times, started: started.length }];
  });
}
