/** What a write of a custom controller was based on, in lines of a story. */

import { changesOf, type LabelOf } from "../analysis/changes/changes.ts";
import { describe, type Line } from "../analysis/changes/describe.ts";
import { objectChange } from "../analysis/changes/object-changes.ts";
import { formatSpan } from "../analysis/times.ts";
import type { Commit, LogEntry } from "../apiserver/log.ts";
import type { ObservedWrite } from "./activities.ts";
import { mostTelling, type ReadView, viewsOf } from "./unseen.ts";

/** Changes that a view lacked, shown for each. */
const MOST_UNSEEN = 2;
/** Objects of a view that are named; more are counted. */
const MOST_NAMED = 3;

/**
 * The lines of a write: what its reconcile had read, how old that was, and what was true instead.
 *
 * @param entries of a whole log, from its beginning
 * @param own places in the log of the writes of the same reconcile
 */
export function readingLines(
  entries: readonly LogEntry[],
  write: ObservedWrite,
  own: ReadonlySet<number>,
  labelOf: LabelOf,
): Pick<Line, "what" | "text">[] {
  const { actor, key } = write.activity;
  const by = key === undefined ? `${actor} (timer)` : `${actor} for ${key}`;
  const atMs = entries[write.entry]?.timeMs ?? 0;
  return viewsOf(entries, write, own).flatMap((view) => {
    const unseen = mostTelling(view.unseen, actor);
    const shown = unseen.slice(0, MOST_UNSEEN).map((commit) => ({
      what: "unseen" as const,
      text: `at +${formatSpan(commit.timeMs)}: ${changeText(commit, labelOf)}`,
    }));
    const left = unseen.length - shown.length;
    const more =
      left === 0 ? [] : [{ what: "unseen" as const, text: `${left} more ${left === 1 ? "change" : "changes"}` }];
    return [{ what: "read" as const, text: `${by}: ${viewText(view, atMs)}` }, ...shown, ...more];
  });
}

function viewText({ from, resource, names, readMs, unseen }: ReadView, atMs: number): string {
  const shown = names.length > MOST_NAMED ? `${names.length} ${resource}` : `${resource} ${names.join(", ")}`;
  const what = names.length === 0 ? `no ${resource}` : shown;
  const before = readMs === atMs ? "" : ` ${formatSpan(atMs - readMs)} before`;
  if (from === "server") return `${what} from the API server${before}${unseen.length === 0 ? ", up to date" : ""}`;
  const sinceMs = Math.min(...unseen.map(({ timeMs }) => timeMs));
  return `${what} in its cache${before}, ${unseen.length === 0 ? "up to date" : `${formatSpan(atMs - sinceMs)} old`}`;
}

function changeText(commit: Commit, labelOf: LabelOf): string {
  const { name } = commit.object.metadata;
  if (commit.type === "ADDED" && commit.resource === "jobs") return `job ${name} created by ${commit.actor}`;
  if (commit.resource === "objects") {
    const change = objectChange(commit);
    return change === undefined ? `${name} ${commit.verb} by ${commit.actor}` : (describe(change)[0]?.text ?? "");
  }
  const [line] = changesOf(commit, labelOf).flatMap((change) => describe(change));
  const text = line?.text ?? `${commit.verb} by ${commit.actor}`;
  return commit.resource === "jobs" ? `${name}  ${text}` : text;
}
