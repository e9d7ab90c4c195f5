/** What happened, line by line: time since the beginning, clock, kind, and what changed. */

import { describe, describeChanges, type Line } from "../analysis/changes/describe.ts";
import { jobOfRefused, type Transition } from "../analysis/changes/transition.ts";
import { formatClock, formatSpan, needsDate } from "../analysis/times.ts";
import type { JobRef } from "../simulation/plan.ts";
import { type Condensed, condense } from "./condense.ts";
import { PLAIN, type Style } from "./style.ts";
import { type TextColumn, textTable } from "./text-table.ts";

export interface TimelineOptions {
  /** The instant that virtual time 0 stands for, milliseconds since 1970. */
  readonly epochMs: number;
  /** The end of the run, virtual milliseconds. */
  readonly endMs: number;
  /** Kubernetes Events are shown too. */
  readonly events?: boolean;
  /** About how many transitions are shown; more are condensed. */
  readonly limit?: number | "all";
  readonly style?: Style;
}

/** How many transitions a timeline shows by default. */
export const DEFAULT_TIMELINE_LIMIT = 100;

/** However much happens, a timeline stays within this many times its limit, and within a few lines for a low one. */
const HARD_LIMIT_FACTOR = 3;
const LOWEST_HARD_LIMIT = 40;
/** Lines that are left at the end of a timeline that is cut. */
const LAST_LINES = 10;
const MAX_PODS_NAMED = 6;

interface Row extends Line {
  readonly time: string;
  readonly clock: string;
  readonly job: string;
}

/**
 * Prints transitions for people.
 *
 * @returns lines without line breaks
 * @example
 * timeline(transitions(simulation), { epochMs: plan.epochMs, endMs: simulation.loop.nowMs });
 */
export function timeline(transitions: readonly Transition[], options: TimelineOptions): string[] {
  const { events = false, limit = DEFAULT_TIMELINE_LIMIT, style = PLAIN } = options;
  const shown = events ? transitions : transitions.filter(({ kind }) => kind !== "event");
  const jobs = new Set(shown.flatMap((transition) => ("job" in transition ? [nameOf(transition.job)] : [])));
  const condensed = limit === "all" ? shown : condense(shown, limit);
  const rows = condensed.flatMap((transition) => rowsOf(transition, options, jobs.size > 1));
  const columns: readonly TextColumn<Row>[] = [
    { title: "TIME", cell: ({ time }) => time, align: "right" },
    { title: "CLOCK", cell: ({ clock }) => clock, paint: (_row, text) => style.dim(text) },
    { title: "JOB", cell: ({ job }) => job, paint: (_row, text) => style.name(text) },
    { title: "WHAT", cell: ({ what }) => what, paint: ({ what }, text) => paintKind(what, text, style) },
    { title: "", cell: ({ text }) => text, paint: ({ tone }, text) => paintTone(tone, text, style) },
  ];
  const lines = cut(textTable(withoutRepeatedTimes(rows), columns, style.dim), limit);
  const joined = [
    condensed.some(({ kind }) => kind === "writes") ? "status writes that only moved counters" : "",
    condensed.some(({ kind }) => kind === "refusals") ? "equal refusals" : "",
  ].filter((what) => what !== "");
  const note = `Joined ${joined.join(" and ")}; --transitions all shows all ${shown.length} transitions.`;
  return joined.length === 0 ? lines : [...lines, style.dim(note)];
}

function rowsOf(transition: Condensed, { epochMs, endMs }: TimelineOptions, severalJobs: boolean): Row[] {
  const { atMs } = transition;
  const time = `+${formatSpan(atMs)}`;
  const clock = formatClock(epochMs + atMs, needsDate(endMs));
  const job = severalJobs ? jobOf(transition) : "";
  return describeCondensed(transition).map((line) => ({ ...line, time, clock, job }));
}

function describeCondensed(transition: Condensed): Line[] {
  if (transition.kind === "writes") {
    const { count, untilMs, changes } = transition;
    const what = changes.length === 0 ? "back to where it was" : describeChanges(changes);
    return [{ what: "status", text: `${what}  (${count} writes until +${formatSpan(untilMs)})` }];
  }
  if (transition.kind === "podsEvents") {
    const { atMs, job, event, pods, count, untilMs } = transition;
    const until = untilMs === atMs ? "" : `  (until +${formatSpan(untilMs)})`;
    const message = `${event.message}${until}`;
    return describe({ kind: "event", atMs, job, ...event, message, count, pod: listed(pods) });
  }
  if (transition.kind === "refusals") {
    const { first, count, untilMs } = transition;
    const text = `${first.message}  (${count} times until +${formatSpan(untilMs)})`;
    return describe({ ...first, message: text });
  }
  if (transition.kind !== "podsRemoved") return describe(transition);
  const { pods, first } = transition;
  return describe({ ...first, pod: listed(pods) });
}

function listed(pods: readonly string[]): string {
  const named = pods.slice(0, MAX_PODS_NAMED).join(", ");
  return pods.length > MAX_PODS_NAMED ? `${named} and ${pods.length - MAX_PODS_NAMED} more` : named;
}

function jobOf(transition: Condensed): string {
  if (transition.kind === "podsRemoved") return nameOf(transition.first.job);
  if (transition.kind === "refused" || transition.kind === "refusals") {
    const job = jobOfRefused(transition.kind === "refusals" ? transition.first : transition);
    return job === undefined ? "" : nameOf(job);
  }
  return transition.kind === "controllers" || transition.kind === "program" ? "" : nameOf(transition.job);
}

function nameOf({ namespace, name }: JobRef): string {
  return namespace === "default" ? name : `${namespace}/${name}`;
}

/** Lines of one instant show it once, so that what belongs together is grouped. */
function withoutRepeatedTimes(rows: readonly Row[]): Row[] {
  return rows.map((row, i) => {
    const before = rows[i - 1];
    if (before?.time !== row.time) return row;
    return { ...row, time: "", clock: "", job: before.job === row.job ? "" : row.job };
  });
}

function cut(lines: string[], limit: number | "all"): string[] {
  const most = limit === "all" ? Number.POSITIVE_INFINITY : Math.max(limit * HARD_LIMIT_FACTOR, LOWEST_HARD_LIMIT);
  if (lines.length <= most) return lines;
  const left = lines.length - most;
  const note = `… ${left} lines left out; --transitions all shows them`;
  return [...lines.slice(0, most - LAST_LINES), note, ...lines.slice(-LAST_LINES)];
}

function paintKind(what: Line["what"], text: string, style: Style): string {
  if (what === "user" || what === "ttl" || what === "created" || what === "deleted") return style.bold(text);
  if (what === "refused" || what === "controller") return style.warn(text);
  return what === "condition" ? text : style.dim(text);
}

function paintTone(tone: Line["tone"], text: string, style: Style): string {
  return tone === undefined ? text : style[tone](text);
}
