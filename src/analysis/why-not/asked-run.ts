/** Which scheduled time a question is about. */

import { NO_TIME_MS, nextTimeMs } from "../../api/schedule/next-time.ts";
import type { Schedule } from "../../api/schedule/schedule.ts";
import { atWall, type WallTime, wallAt } from "../../api/schedule/wall-time.ts";
import type { Zone } from "../../api/schedule/zone.ts";
import type { AskedTime } from "../../scenario/asked-time.ts";
import type { CronJobLife, CronRun } from "../cron-jobs/cron-run.ts";

/** A scheduled time that came; a time of day that the clocks skipped; or a time that is not in the schedule. */
export type FoundRun =
  | { readonly kind: "run"; readonly run: CronRun }
  | { readonly kind: "gap"; readonly wall: WallTime }
  | { readonly kind: "later"; readonly instantMs: number }
  | { readonly kind: "none"; readonly instantMs: number | undefined };

const PROMPT_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_SECONDS = 86_400;

export interface AskedOf {
  readonly life: CronJobLife;
  readonly schedule: Schedule;
  readonly zone: Zone;
  readonly epochMs: number;
  readonly endMs: number;
}

/** Finds it; for a time of day without a date, the day on which something went wrong. */
export function askedRun(asked: AskedTime | undefined, of: AskedOf): FoundRun {
  const { life, epochMs } = of;
  if (asked === undefined) return chosen(life.runs) ?? { kind: "none", instantMs: undefined };
  if (asked.kind === "wall") return asked.date === undefined ? onAnyDay(asked, of) : onDay(asked, asked.date, of);
  const instantMs = asked.kind === "instant" ? asked.instantMs : epochMs + asked.ms;
  return asked.kind === "instant" ? exactly(instantMs, of) : before(instantMs, of);
}

/** The latest run that stands out, or else the latest. */
function chosen(runs: readonly CronRun[]): FoundRun | undefined {
  const run = runs.findLast(isAmiss) ?? runs.at(-1);
  return run === undefined ? undefined : { kind: "run", run };
}

function isAmiss(run: CronRun): boolean {
  return run.kind === "skipped" || run.lateMs > PROMPT_MS;
}

/** The run of an instant, or else the last before it. */
function before(instantMs: number, of: AskedOf): FoundRun {
  const { life, epochMs, endMs } = of;
  if (instantMs > epochMs + endMs) return exactly(instantMs, of);
  const run = life.runs.findLast(({ scheduledMs }) => epochMs + scheduledMs <= instantMs);
  return run === undefined ? { kind: "none", instantMs } : { kind: "run", run };
}

function exactly(instantMs: number, { life, schedule, epochMs, endMs }: AskedOf): FoundRun {
  const run = life.runs.find(({ scheduledMs }) => sameMinute(epochMs + scheduledMs, instantMs));
  if (run !== undefined) return { kind: "run", run };
  const next = nextTimeMs(schedule, instantMs - 1);
  const isScheduled = next !== NO_TIME_MS && sameMinute(next, instantMs);
  return isScheduled && instantMs > epochMs + endMs ? { kind: "later", instantMs } : { kind: "none", instantMs };
}

function sameMinute(a: number, b: number): boolean {
  return Math.floor(a / MINUTE_MS) === Math.floor(b / MINUTE_MS);
}

type WallAsked = Extract<AskedTime, { kind: "wall" }>;

function onDay({ hour, minute }: WallAsked, date: string, of: AskedOf): FoundRun {
  const [year = 1970, month = 1, day = 1] = date.split("-").map(Number);
  const wall = { year, month, day, weekday: 0, hour, minute, second: 0 };
  const found = onWall(wall, of);
  if (found !== undefined) return found;
  return exactly(atWall(of.zone, wall) * 1000, of);
}

/** The run at a time of day, or that the clocks skip it. */
function onWall(wall: WallTime, { life, zone, epochMs }: AskedOf): FoundRun | undefined {
  const run = life.runs.findLast(({ scheduledMs }) => {
    const at = wallAt(zone, Math.floor((epochMs + scheduledMs) / 1000));
    return at.hour === wall.hour && at.minute === wall.minute && isSameDay(at, wall);
  });
  if (run !== undefined) return { kind: "run", run };
  const back = wallAt(zone, atWall(zone, wall));
  return back.hour === wall.hour && back.minute === wall.minute ? undefined : { kind: "gap", wall };
}

function isSameDay(a: WallTime, b: WallTime): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day;
}

function onAnyDay({ hour, minute }: WallAsked, of: AskedOf): FoundRun {
  const { zone, epochMs, endMs } = of;
  const found: FoundRun[] = [];
  const last = Math.floor((epochMs + endMs) / 1000);
  for (let second = Math.floor(epochMs / 1000); second <= last + DAY_SECONDS; second += DAY_SECONDS) {
    const { year, month, day } = wallAt(zone, Math.min(second, last));
    const one = onWall({ year, month, day, weekday: 0, hour, minute, second: 0 }, of);
    if (one !== undefined) found.push(one);
  }
  const amiss = found.findLast((one) => one.kind === "gap" || (one.kind === "run" && isAmiss(one.run)));
  const today = wallAt(zone, last);
  return (
    amiss ?? found.at(-1) ?? { kind: "none", instantMs: atWall(zone, { ...today, hour, minute, second: 0 }) * 1000 }
  );
}
