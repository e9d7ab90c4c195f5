/** Compares what a scenario expects of the runs of a CronJob with what happened to them. */

import { formatDuration } from "../../scenario/duration.ts";
import type { CronCheck, RunCount, RunHappening } from "../../scenario/expectation.ts";
import { formatNumberRange, isInRange } from "../../scenario/number-range.ts";
import { formatShortSpan } from "../times.ts";
import type { CronJobLife, CronRun, WhyNot } from "./cron-run.ts";

/** What was expected and what happened, and the virtual instant of the run that shows it; `undefined` if it holds. */
export type RunsVerdict = { readonly message: string; readonly atMs: number } | undefined;

/** The time base of a run. */
export interface RunTimes {
  /** The instant of virtual time 0, milliseconds since 1970. */
  readonly epochMs: number;
  readonly endMs: number;
}

const MISSED: readonly WhyNot[] = ["down", "late", "passed", "refused"];
const REASONS: Readonly<Record<WhyNot, string>> = {
  active: "skipped by Forbid",
  suspended: "while suspended",
  down: "no controller was there",
  late: "the starting deadline was over",
  passed: "passed over for a later time",
  refused: "the API server refused the Job",
};

/** Which runs a count counts. */
const COUNTED: Readonly<Record<RunCount, (run: CronRun) => boolean>> = {
  runs: ({ kind }) => kind === "started",
  completeRuns: (run) => run.kind === "started" && run.outcome === "Complete",
  failedRuns: (run) => run.kind === "started" && run.outcome === "Failed",
  skipped: (run) => run.kind === "skipped" && run.why === "active",
  missed: (run) => run.kind === "skipped" && MISSED.includes(run.why),
  replaced: (run) => run.kind === "started" && run.outcome === "Replaced",
  overlaps: (run) => run.kind === "started" && run.beside > 0,
};

const NEVER: Readonly<Record<RunHappening, RunCount>> = {
  overlap: "overlaps",
  skipped: "skipped",
  missed: "missed",
  replaced: "replaced",
  failed: "failedRuns",
};

/**
 * Judges one expectation.
 *
 * @param cronJob what happened to the CronJob; `undefined` if it was never created
 */
export function judgeRuns(check: CronCheck, cronJob: CronJobLife | undefined, times: RunTimes): RunsVerdict {
  if (cronJob === undefined) return { message: "the CronJob was never created", atMs: times.endMs };
  switch (check.kind) {
    case "runs": {
      const found = cronJob.runs.filter(COUNTED[check.count]);
      if (isInRange(found.length, check.range)) return undefined;
      const tooMany = found.length > check.range.max;
      // A surplus shows at the first run too many; a lack, at the times that got no Job.
      const telling = tooMany ? found.at(Math.max(0, Math.floor(check.range.max))) : cronJob.runs.find(isGap);
      const expected = `expected ${check.count} ${formatNumberRange(check.range)}, but there are ${found.length}`;
      return {
        message: `${expected}${tellingText(tooMany ? "the first too many is" : "the first without a Job is", telling, times)}`,
        atMs: atOf(telling, times),
      };
    }
    case "lateBy": {
      const late = cronJob.runs.find((run) => run.kind === "started" && run.lateMs > check.mostMs);
      if (late?.kind !== "started") return undefined;
      const latest = formatShortSpan(cronJob.figures.latestMs);
      const expected = `expected each run at most ${formatDuration(check.mostMs)} late`;
      const message = `${expected}, but ${late.job} came ${formatShortSpan(late.lateMs)} late, the latest by ${latest}`;
      return { message, atMs: late.scheduledMs + late.lateMs };
    }
    case "neverRun": {
      const found = cronJob.runs.filter(COUNTED[NEVER[check.what]]);
      const [first] = found;
      if (first === undefined) return undefined;
      const often = found.length === 1 ? "it came once" : `it came ${found.length} times`;
      const message = `expected never ${check.what}, but ${often}${tellingText("the first is", first, times)}`;
      return { message, atMs: atOf(first, times) };
    }
  }
}

/** A time for which no Job was made, although nothing ruled it out. */
function isGap(run: CronRun): boolean {
  return run.kind === "skipped" && run.why !== "suspended";
}

function tellingText(lead: string, run: CronRun | undefined, { epochMs }: RunTimes): string {
  if (run === undefined) return "";
  const when = `${new Date(epochMs + run.scheduledMs).toISOString().slice(0, 16)}Z`;
  return `; ${lead} ${run.kind === "skipped" ? `${when} (${REASONS[run.why]})` : `${run.job}, of ${when}`}`;
}

function atOf(run: CronRun | undefined, { endMs }: RunTimes): number {
  if (run === undefined) return endMs;
  return run.kind === "started" ? run.scheduledMs + run.lateMs : run.scheduledMs;
}
