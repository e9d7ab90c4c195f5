/** How far a replay differs from its recording, for people. */

import type { ReplayDistance, TransitionDistance } from "../../analysis/import/replay-distance.ts";
import { formatShortSpan, formatSpan } from "../../analysis/times.ts";
import { PLAIN, type Style } from "../style.ts";
import { type TextColumn, textTable } from "../text-table.ts";

/** Both in one line. */
export function distanceSummary({ transitions, unmatched, worstMs, statuses }: ReplayDistance): string {
  const all = transitions.length;
  const apart = worstMs === 0 ? "to the second" : `${formatShortSpan(worstMs)} apart at most`;
  const statusText =
    statuses.recorded > 1 ? `; ${statuses.same} of ${statuses.recorded} recorded statuses in the same order` : "";
  return `the replay has ${all - unmatched} of ${all} transitions, ${apart}${statusText}`;
}

/**
 * A line for each transition, then the summary.
 *
 * @example
 * const { distance } = importRecording(recording, { name: "recorded", scrub: "values", exact: true });
 * console.log(distanceText(distance).join("\n"));
 */
export function distanceText(distance: ReplayDistance, style: Style = PLAIN): string[] {
  const severalJobs = new Set(distance.transitions.map(({ job }) => job)).size > 1;
  const columns: readonly TextColumn<TransitionDistance>[] = [
    { title: "RECORDED", cell: ({ recordedMs }) => instant(recordedMs), align: "right" },
    { title: "REPLAYED", cell: ({ replayedMs }) => instant(replayedMs), align: "right" },
    { title: "APART", cell: apart, align: "right", paint: (row, text) => (isSame(row) ? text : style.warn(text)) },
    { title: "JOB", cell: ({ job }) => (severalJobs ? job : "") },
    { title: "WHAT", cell: ({ what }) => what },
  ];
  return [...textTable(distance.transitions, columns, style.dim), "", distanceSummary(distance)];
}

function instant(ms: number | undefined): string {
  if (ms === undefined) return "never";
  return ms < 0 ? `-${formatSpan(-ms)}` : `+${formatSpan(ms)}`;
}

function apart({ recordedMs, replayedMs }: TransitionDistance): string {
  if (recordedMs === undefined || replayedMs === undefined) return "?";
  const ms = replayedMs - recordedMs;
  return ms === 0 ? "" : `${ms < 0 ? "-" : "+"}${formatShortSpan(Math.abs(ms))}`;
}

function isSame({ recordedMs, replayedMs }: TransitionDistance): boolean {
  return recordedMs === replayedMs;
}
