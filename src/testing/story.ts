/** Shows a log to people: a line for each change, as in timelines, and the rules behind them. */

import { changesOf, type LabelOf } from "../analysis/changes/changes.ts";
import { describe } from "../analysis/changes/describe.ts";
import type { Change } from "../analysis/changes/transition.ts";
import { explanationOf, isTelling, newDecisions } from "../analysis/explain/explanations.ts";
import { explanationText } from "../analysis/explain/rule-sentence.ts";
import { identitiesOf } from "../analysis/log-identities.ts";
import { formatSpan } from "../analysis/times.ts";
import type { LogEntry } from "../apiserver/log.ts";
import type { Decision } from "../controller/job/decisions.ts";

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

/**
 * The last changes of a log, each after the rules that led to it, with how many changes are left out.
 *
 * @param entries of a log, from its beginning
 * @param decisions what the controller decided, in order
 * @param epochMs the instant that virtual time 0 stands for
 * @param most changes at most, the line that says how many are left out among them; 2 or more
 */
export function storyOf(
  entries: readonly LogEntry[],
  decisions: readonly PlacedDecision[],
  epochMs: number,
  most: number,
): string[] {
  const identities = identitiesOf(entries);
  const labelOf: LabelOf = (uid) => identities.label(uid);
  const told = entries.map((entry) => changesOf(entry, labelOf));
  const jobs = new Set(told.flat().flatMap((change) => jobOf(change) ?? []));
  const prefix = (job: string | undefined) => (jobs.size > 1 && job !== undefined ? `${job}  ` : "");
  const changes = told.flatMap((several, entry) => several.flatMap((change) => linesOf(change, entry, prefix)));
  const rules = newDecisions(decisions)
    .filter(isTelling)
    .map((decision): StoryLine => {
      const { timeMs, entry, rule } = decision;
      const { job, ...explanation } = explanationOf(decision, identities);
      const text = `${prefix(job.name)}${explanationText({ rule, numbers: explanation.numbers }, epochMs)}  [${rule}]`;
      return { timeMs, entry, text: inColumns("because", text) };
    });
  return lastLines(changes, most, rules);
}

/** Events say what the changes next to them already say. */
function linesOf(change: Change, entry: number, prefix: (job: string | undefined) => string): StoryLine[] {
  if (change.kind === "event") return [];
  return describe(change).map(({ what, text }) => ({
    timeMs: change.atMs,
    entry,
    text: inColumns(what, `${prefix(jobOf(change))}${text}`),
  }));
}

function inColumns(what: string, text: string): string {
  return `${what.padEnd(WHAT_COLUMNS)}${text}`;
}

function jobOf(change: Change): string | undefined {
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

function lineOf({ timeMs, text }: StoryLine): string {
  return `${`+${formatSpan(timeMs)}`.padStart(TIME_COLUMNS)}  ${text}`;
}
