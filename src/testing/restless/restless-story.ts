/** The story of a run whose clock cannot move on: what led to it, what repeats, and what would be right. */

import { formatSpan } from "../../analysis/times.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { ObservedWrite } from "../activities.ts";
import type { Violation } from "../invariants/invariant.ts";
import {
  inColumns,
  lineOf,
  type OwnWork,
  type PlacedDecision,
  type StoryLine,
  storyOf,
  toldChanges,
} from "../story.ts";
import { type Alike, type RepeatedEffects, repeatedEffects } from "./repeated-effects.ts";

/** Changes before the first of those that repeat; without a cycle, the last changes of all. */
const CHANGES_BEFORE = 5;
const CHANGES_WITHOUT_CYCLE = 6;

/** A run as a story needs it, up to its violation. */
export interface ToldRun {
  readonly entries: readonly LogEntry[];
  readonly decisions: readonly PlacedDecision[];
  readonly epochMs: number;
  readonly own: OwnWork;
}

/** Tells what repeats once, after what led to it. */
export function restlessStory({ entries, decisions, epochMs, own }: ToldRun, { timeMs, message }: Violation): string[] {
  const lines = toldChanges(entries, own);
  const cycle = repeatedEffects(entries, lines, own.actors);
  const end = cycle === undefined ? undefined : (cycle.entries.at(-1) ?? 0) + 1;
  const most = cycle === undefined ? CHANGES_WITHOUT_CYCLE : CHANGES_BEFORE + linesAt(lines, cycle.entries).length;
  // What each write was based on is looked up in all entries before it, and the cycle needs that once.
  const shown = entries.slice(0, end);
  const before = decisions.filter(({ entry }) => entry < shown.length);
  const since = lines.filter(({ entry }) => entry < shown.length).at(-most)?.entry ?? 0;
  const writes = writesOfActivities(own.writes, since, shown.length);
  const begins = cycle === undefined ? [] : [beginning(cycle, entries, timeMs)];
  return [
    ...storyOf(shown, before, epochMs, most, { ...own, writes }, begins),
    ...(cycle === undefined ? [] : lastTime(cycle, lines, timeMs)),
    "",
    `At +${formatSpan(timeMs)}: ${message}.`,
    ...(cycle === undefined ? WITHOUT_WRITES : RIGHT[cycle.alike]),
  ];
}

/** The writes of the reconciles that write in a part of the log. */
function writesOfActivities(writes: readonly ObservedWrite[], from: number, to: number): ObservedWrite[] {
  const within = writes.filter(({ entry }) => entry >= from && entry < to);
  const activities = new Set(within.map(({ activity }) => activity));
  return writes.filter(({ activity, entry }) => activities.has(activity) && entry < to);
}

function beginning(
  { entries: [entry = 0], times }: RepeatedEffects,
  log: readonly LogEntry[],
  untilMs: number,
): StoryLine {
  const timeMs = log[entry]?.timeMs ?? untilMs;
  const when = timeMs === untilMs ? "in this one instant" : `until +${formatSpan(untilMs)}`;
  return { timeMs, entry, text: inColumns("repeats", `from here on, ${times.toLocaleString("en")} times ${when}:`) };
}

/** If the rounds are not all the same, the last of them shows what differs. */
function lastTime({ alike, last, times }: RepeatedEffects, lines: readonly StoryLine[], timeMs: number): string[] {
  if (alike === "same") return [];
  const heading = inColumns("repeats", `and so on; time ${times.toLocaleString("en")} is:`);
  return [{ timeMs, entry: 0, text: heading }, ...linesAt(lines, last)].map(lineOf);
}

function linesAt(lines: readonly StoryLine[], places: readonly number[]): StoryLine[] {
  const wanted = new Set(places);
  return lines.filter(({ entry }) => wanted.has(entry));
}

const TO_WAIT = "To try again later, wait: clock.sleep, or requeueAfterMs (RequeueAfter in Go) of more than 0.";

const RIGHT: Readonly<Record<Alike, readonly string[]>> = {
  same: [
    "Each write wakes the controller that makes the next one. Write only what differs from what was read.",
    TO_WAIT,
  ],
  values: [
    "Each write wakes the controller that makes the next one. Write only if something else has changed: a value that",
    "differs on each sync, such as a count of syncs or an instant, makes every sync a write.",
    TO_WAIT,
  ],
  objects: [
    "Each write wakes the controller that makes the next one. Before creating an object look for the one that is there",
    "already, or give it a name that follows from its owner, so that it can exist once only.",
    TO_WAIT,
  ],
};

const WITHOUT_WRITES = [
  "No change repeats: what goes on without end writes nothing, such as a key that is added again at once (enqueue), or a",
  "loop that reads until something changes.",
  TO_WAIT,
];
