/** Shows a log to people: a line for each change, as in timelines, and the rules behind them. */

import { changesOf, type LabelOf } from "../analysis/changes/changes.ts";
import { describe, type Line } from "../analysis/changes/describe.ts";
import { objectChange } from "../analysis/changes/object-changes.ts";
import type { Change, OtherObjectChanged } from "../analysis/changes/transition.ts";
import { explanationOf, isTelling, newDecisions } from "../analysis/explain/explanations.ts";
import { explanationText } from "../analysis/explain/rule-sentence.ts";
import { identitiesOf } from "../analysis/log-identities.ts";
import { formatSpan } from "../analysis/times.ts";
import { type Actor, type LogEntry, resourceOf } from "../apiserver/log.ts";
import type { Decision } from "../controller/job/decisions.ts";
import type { ObservedWrite } from "./activities.ts";
import { readingLines } from "./reading-lines.ts";

/** A line of a story. */
export interface StoryLine {
  readonly timeMs: number;
  /** How many entries the log had before. */
  readonly entry: number;
  readonly text: string;
}

/** A decision, and how many entries the log had when it was made. */
export interface PlacedDecision extends Decision {
  readonly entry: number;
}

/** The start of a run in the columns of a story. */
const TIME_COLUMNS = 13;
const WHAT_COLUMNS = 11;

/** What custom controllers did in a run. */
export interface OwnWork {
  readonly actors: ReadonlySet<Actor>;
  readonly writes: readonly ObservedWrite[];
  /** Resource names of the kinds of the author. */
  readonly resources: readonly string[];
}

const NO_OWN_WORK: OwnWork = { actors: new Set(), writes: [], resources: [] };

/**
 * The last changes of a log, each after the rules that led to it or what its controller had read, with how many changes
 * are left out.
 *
 * @param entries of a log, from its beginning
 * @param decisions what the controller decided, in order
 * @param epochMs the instant that virtual time 0 stands for
 * @param most changes at most, the line that says how many are left out among them; 2 or more
 * @param remarks on the changes that follow them, before what led to those
 */
export function storyOf(
  entries: readonly LogEntry[],
  decisions: readonly PlacedDecision[],
  epochMs: number,
  most: number,
  own: OwnWork = NO_OWN_WORK,
  remarks: readonly StoryLine[] = [],
): string[] {
  const identities = identitiesOf(entries);
  const labelOf: LabelOf = (uid) => identities.label(uid);
  const { changes, prefix } = changeLines(entries, labelOf, own);
  const rules = newDecisions(decisions)
    .filter(isTelling)
    .map((decision): StoryLine => {
      const { timeMs, entry, rule } = decision;
      const { job, ...explanation } = explanationOf(decision, identities);
      const text = `${prefix(job.name)}${explanationText({ rule, numbers: explanation.numbers }, epochMs)}  [${rule}]`;
      return { timeMs, entry, text: inColumns("because", text) };
    });
  const shown = new Set(changes.map(({ entry }) => entry));
  const readings = own.writes.flatMap((write): StoryLine[] => {
    // What was refused had no effect.
    if (!shown.has(write.entry) || entries[write.entry]?.kind !== "commit") return [];
    const { timeMs = 0 } = entries[write.entry] ?? {};
    const same = own.writes.filter(({ activity }) => activity === write.activity).map(({ entry }) => entry);
    const lines = readingLines(entries, write, new Set(same), labelOf);
    return lines.map(({ what, text }) => ({ timeMs, entry: write.entry, text: inColumns(what, text) }));
  });
  return lastLines(
    withoutRepetitions(changes),
    most,
    [...remarks, ...rules, ...readings].sort((a, b) => a.entry - b.entry),
  );
}

/** All changes of a log as lines. */
export function toldChanges(entries: readonly LogEntry[], own: OwnWork): StoryLine[] {
  const identities = identitiesOf(entries);
  return changeLines(entries, (uid) => identities.label(uid), own).changes;
}

/** The changes as lines; where there are several Jobs, each line about one begins with its name. */
function changeLines(entries: readonly LogEntry[], labelOf: LabelOf, own: OwnWork) {
  const resources = new Set(own.resources);
  for (const entry of entries) {
    if (entry.kind === "commit" && own.actors.has(entry.actor)) resources.add(resourceOf(entry));
  }
  const told = entries.map((entry) => changesIn(entry, labelOf, resources));
  const jobs = new Set(told.flat().flatMap((change) => jobOf(change) ?? []));
  const prefix = (job: string | undefined) => (jobs.size > 1 && job !== undefined ? `${job}  ` : "");
  const changes = told.flatMap((several, entry) => {
    const lines = several.flatMap((change) => linesOf(change, entry, prefix));
    return lines.map((line) => ({ ...line, text: `${line.text}${creatorOf(entries[entry], own)}` }));
  });
  return { changes, prefix };
}

function changesIn(
  entry: LogEntry,
  labelOf: LabelOf,
  resources: ReadonlySet<string>,
): readonly (Change | OtherObjectChanged)[] {
  if (entry.kind !== "commit" || entry.resource !== "objects") return changesOf(entry, labelOf);
  const change = resources.has(entry.of) ? objectChange(entry) : undefined;
  return change === undefined ? [] : [change];
}

/** Who created a Job, if that was a custom controller. */
function creatorOf(entry: LogEntry | undefined, { actors }: OwnWork): string {
  if (entry?.kind !== "commit" || entry.resource !== "jobs" || entry.type !== "ADDED") return "";
  return actors.has(entry.actor) ? ` (by ${entry.actor})` : "";
}

/** Lines that say the same one after the other, such as a call that is refused each time, are one. */
function withoutRepetitions(lines: readonly StoryLine[]): StoryLine[] {
  const told: { line: StoryLine; times: number }[] = [];
  for (const line of lines) {
    const last = told.at(-1);
    if (last?.line.text === line.text) last.times++;
    else told.push({ line, times: 1 });
  }
  return told.map(({ line, times }) => (times === 1 ? line : { ...line, text: `${line.text} (×${times})` }));
}

/** Events say what the changes next to them already say. */
function linesOf(
  change: Change | OtherObjectChanged,
  entry: number,
  prefix: (job: string | undefined) => string,
): StoryLine[] {
  if (change.kind === "event") return [];
  return describe(change).map(({ what, text }) => ({
    timeMs: change.atMs,
    entry,
    text: inColumns(what, `${prefix(jobOf(change))}${text}`),
  }));
}

export function inColumns(what: Line["what"], text: string): string {
  return `${what.padEnd(WHAT_COLUMNS)}${text}`;
}

function jobOf(change: Change | OtherObjectChanged): string | undefined {
  return "job" in change ? change.job?.name : undefined;
}

/** The last of some changes and the rules before them, as lines. */
export function lastLines(changes: readonly StoryLine[], most: number, rules: readonly StoryLine[] = []): string[] {
  const left = changes.length <= most ? 0 : changes.length - most + 1;
  const since = changes[left - 1]?.entry ?? -1;
  const told: string[] = left === 0 ? [] : [`${" ".repeat(TIME_COLUMNS)}  (${left} earlier changes)`];
  const waiting = rules.filter(({ entry }) => entry > since);
  for (const change of changes.slice(left)) {
    while (waiting[0] !== undefined && waiting[0].entry <= change.entry) told.push(...waiting.splice(0, 1).map(lineOf));
    told.push(lineOf(change));
  }
  return [...told, ...waiting.map(lineOf)];
}

export function lineOf({ timeMs, text }: StoryLine): string {
  return `${`+${formatSpan(timeMs)}`.padStart(TIME_COLUMNS)}  ${text}`;
}
