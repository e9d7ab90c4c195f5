/** The runs of a CronJob as a calendar: a row a day, or a week if there are many days, and a cell for each stretch. */

import { loadZone } from "../../api/schedule/zone.ts";
import type { CronJobLife, CronRun } from "./cron-run.ts";
import { wallText } from "./wall-text.ts";

/** What a cell shows; for several runs, the first in this order. */
export const CELL_KINDS = [
  "failed",
  "missed",
  "skipped",
  "replaced",
  "late",
  "running",
  "complete",
  "suspended",
] as const;
/** The result that a cell shows. */
export type CellKind = (typeof CELL_KINDS)[number];

/** A part of a row: one or more scheduled times with the same result. */
export interface CalendarCell {
  /** Position in its row, from 0 to 1. */
  readonly from: number;
  readonly kind: CellKind;
  /** How many scheduled times it stands for. */
  readonly runs: number;
  /** When, and what happened, for people. */
  readonly text: string;
}

/** A day or a week of a calendar. */
export interface CalendarRow {
  /** The day, or the first day of the week, in local time of the zone. */
  readonly label: string;
  readonly cells: readonly CalendarCell[];
}

/** The scheduled times of a CronJob, arranged by day or week. */
export interface CronCalendar {
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly unit: "day" | "week";
  /** How many stretches a row has. */
  readonly columns: number;
  readonly rows: readonly CalendarRow[];
  /** How many scheduled times there are of each kind. */
  readonly counts: Readonly<Partial<Record<CellKind, number>>>;
}

const DAY_MS = 86_400_000;
/** More days than these are shown by week. */
const MOST_DAYS = 35;
/** Quarters of an hour of a day, or hours of a week. */
const COLUMNS = { day: 96, week: 168 } as const;
/** Weeks begin on Mondays; 1970 began on a Thursday. */
const MONDAY_MS = 4 * DAY_MS;
const LATE_MS = 1_000;

/**
 * Lays out the runs.
 *
 * @param epochMs the instant of virtual time 0, milliseconds since 1970
 */
export function calendarOf(life: CronJobLife, epochMs: number): CronCalendar | undefined {
  const [first] = life.runs;
  const last = life.runs.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const zone = loadZone(life.timeZone ?? "");
  const wallMs = ({ scheduledMs }: CronRun) => {
    const instantMs = epochMs + scheduledMs;
    return instantMs + (zone?.offsetAt(Math.floor(instantMs / 1000)) ?? 0) * 1000;
  };
  const unit = wallMs(last) - wallMs(first) > MOST_DAYS * DAY_MS ? "week" : "day";
  const rowMs = unit === "day" ? DAY_MS : 7 * DAY_MS;
  const shift = unit === "day" ? 0 : MONDAY_MS;
  const columns = COLUMNS[unit];
  const rows = new Map<number, Map<number, CronRun[]>>();
  const counts: Partial<Record<CellKind, number>> = {};
  for (const run of life.runs) {
    const at = wallMs(run);
    const row = Math.floor((at - shift) / rowMs);
    const column = Math.floor(((at - shift - row * rowMs) / rowMs) * columns);
    const cells = rows.get(row) ?? new Map<number, CronRun[]>();
    rows.set(row, cells);
    const cell = cells.get(column);
    if (cell === undefined) cells.set(column, [run]);
    else cell.push(run);
    const kind = kindOf(run);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const when = ({ scheduledMs }: CronRun) => wallText(epochMs + scheduledMs, life.timeZone);
  return {
    name: life.namespace === "default" ? life.name : `${life.namespace}/${life.name}`,
    schedule: life.schedule,
    timeZone: life.timeZone ?? "UTC",
    unit,
    columns,
    counts,
    rows: [...rows].map(([row, cells]) => ({
      label: new Date(row * rowMs + shift).toISOString().slice(0, 10),
      cells: [...cells].map(([column, runs]) => cellOf(column / columns, runs, when)),
    })),
  };
}

function cellOf(from: number, runs: readonly CronRun[], when: (run: CronRun) => string): CalendarCell {
  const kinds = runs.map(kindOf);
  const kind = CELL_KINDS.find((one) => kinds.includes(one)) ?? "complete";
  const telling = runs[kinds.indexOf(kind)] ?? runs[0];
  const what = telling === undefined ? "" : `${when(telling)} ${wordOf(telling)}`;
  const text = runs.length === 1 ? what : `${what}, with ${runs.length - 1} more`;
  return { from, kind, runs: runs.length, text };
}

function kindOf(run: CronRun): CellKind {
  if (run.kind === "skipped") {
    if (run.why === "active") return "skipped";
    return run.why === "suspended" ? "suspended" : "missed";
  }
  if (run.outcome === "Failed") return "failed";
  if (run.outcome === "Replaced" || run.outcome === "Deleted") return "replaced";
  if (run.lateMs > LATE_MS) return "late";
  return run.outcome === "Running" ? "running" : "complete";
}

function wordOf(run: CronRun): string {
  const kind = kindOf(run);
  if (run.kind === "started") return kind === "late" ? `complete, ${Math.round(run.lateMs / 1000)} s late` : kind;
  const reasons = {
    active: "skipped by Forbid",
    suspended: "suspended",
    down: "missed, no controller was there",
    late: "missed, the starting deadline was over",
    passed: "missed, passed over for a later time",
    refused: "missed, the API server refused the Job",
  };
  return reasons[run.why];
}
