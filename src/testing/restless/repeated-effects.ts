/** What repeats among the changes at the end of a log. */

import { fieldChanges } from "../../analysis/changes/field-changes.ts";
import { type Actor, type Commit, type LogEntry, resourceOf } from "../../apiserver/log.ts";
import type { StoryLine } from "../story.ts";
import { type Cycle, cycleOf } from "./cycle.ts";

/**
 * What a cycle has in common each time: everything (`same`), who writes which fields of which object (`values` differ,
 * as in a count), or only the kinds of the objects (`objects` differ, as in creations without end).
 */
export type Alike = "same" | "values" | "objects";

/** What repeats; its places are those of the log. */
export interface RepeatedEffects {
  readonly alike: Alike;
  /** The entries of its first time. */
  readonly entries: readonly number[];
  readonly times: number;
  /** The entries of the last time that it came in full. */
  readonly last: readonly number[];
}

/** What every write changes, and what is different each time. */
const BOOKKEEPING: ReadonlySet<string> = new Set(["metadata.resourceVersion", "metadata.generation"]);
const LEVELS: readonly Alike[] = ["same", "values", "objects"];

/**
 * The shortest cycle of changes at the end of a log, by what its rounds have most in common.
 *
 * @param lines the changes as they are told, in the order of the log
 * @param actors names of the author's controllers, one of which takes part
 */
export function repeatedEffects(
  entries: readonly LogEntry[],
  lines: readonly StoryLine[],
  actors: ReadonlySet<Actor>,
): RepeatedEffects | undefined {
  const told = new Map<number, string>();
  for (const { entry, text } of lines) told.set(entry, `${told.get(entry) ?? ""}${text}\n`);
  const places = [...told.keys()];
  for (const alike of LEVELS) {
    const words = places.map((place) => wordOf(alike, entries[place], told.get(place) ?? ""));
    const cycle = cycleOf(words);
    const found = cycle === undefined ? undefined : placed(alike, cycle, places);
    if (found?.entries.some((place) => isBy(actors, entries[place]))) return found;
  }
  return undefined;
}

function isBy(actors: ReadonlySet<Actor>, entry: LogEntry | undefined): boolean {
  return (entry?.kind === "commit" || entry?.kind === "request") && actors.has(entry.actor);
}

function placed(alike: Alike, { first, period, times }: Cycle, places: readonly number[]): RepeatedEffects {
  const lastFirst = first + (times - 1) * period;
  return {
    alike,
    times,
    entries: places.slice(first, first + period),
    last: places.slice(lastFirst, lastFirst + period),
  };
}

function wordOf(alike: Alike, entry: LogEntry | undefined, text: string): string {
  if (entry?.kind === "request") {
    const { actor, verb, resource, namespace, name, error } = entry;
    const object = alike === "objects" ? "" : `${namespace}/${name}`;
    return alike === "same" ? `${actor} ${text}` : [actor, verb, resource, object, error?.reason].join(" ");
  }
  if (entry?.kind !== "commit") return text;
  if (alike === "same") return `${entry.actor} ${entry.object.metadata.uid} ${text}`;
  const { actor, verb, type } = entry;
  return [actor, verb, type, resourceOf(entry), ...(alike === "values" ? valuesWord(entry) : [])].join(" ");
}

function valuesWord({ object, previous }: Commit): readonly string[] {
  const fields = previous === undefined ? [] : fieldChanges("", previous, object).map(({ field }) => field);
  return [object.metadata.uid, ...fields.filter((field) => !BOOKKEEPING.has(field))];
}
