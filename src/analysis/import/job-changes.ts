/** What users did to a recorded Job: suspended and resumed it, changed its spec. */

import type { Job } from "../../api/types.ts";
import { instantOf } from "./json-stream.ts";
import type { RecordedJob } from "./recording.ts";

/** `atMs`: milliseconds since 1970. */
export interface Suspension {
  readonly atMs: number;
  readonly what: "suspend" | "resume";
}

export interface JobChanges {
  /** Whether the Job was created suspended. */
  readonly createdSuspended: boolean;
  readonly suspensions: readonly Suspension[];
  /** Fields of the spec that changed; objects do not say when. */
  readonly undated: readonly string[];
}

const WATCHED = [
  "parallelism",
  "completions",
  "backoffLimit",
  "activeDeadlineSeconds",
  "ttlSecondsAfterFinished",
] as const;

/** Reads the changes from the versions that were seen, and from what conditions retain. */
export function jobChanges({ versions }: RecordedJob): JobChanges {
  const flips = suspensionsOf(versions);
  const createdMs = instantOf(versions[0]?.metadata.creationTimestamp) ?? 0;
  const [first] = flips;
  // A Job whose first change is a resumption was suspended before; one suspended in its first second was created so.
  const createdSuspended = first !== undefined && (first.what === "resume" || first.atMs <= createdMs);
  const undated = versions.flatMap(({ spec }, i) => {
    const before = versions[i - 1]?.spec ?? spec;
    return WATCHED.filter((field) => before[field] !== spec[field]);
  });
  return {
    createdSuspended,
    suspensions: first?.what === "suspend" && createdSuspended ? flips.slice(1) : flips,
    undated: [...new Set(undated)],
  };
}

function suspensionsOf(versions: readonly Job[]): Suspension[] {
  const seen = new Map<string, Suspension>();
  for (const { status } of versions) {
    const condition = status.conditions?.find(({ type }) => type === "Suspended");
    const atMs = instantOf(condition?.lastTransitionTime);
    if (condition === undefined || atMs === undefined) continue;
    const what = condition.status === "True" ? "suspend" : "resume";
    seen.set(`${what} ${atMs}`, { atMs, what });
  }
  return [...seen.values()].sort((a, b) => a.atMs - b.atMs);
}
