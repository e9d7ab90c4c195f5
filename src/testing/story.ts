/** Tells a log to people: one line for what happens at each instant to each thing. */

import { COMPLETION_INDEX_ANNOTATION, JOB_TRACKING_FINALIZER } from "../api/constants.ts";
import type { JobStatus, Pod } from "../api/types.ts";
import type { JobCommit, LogEntry, PodCommit, RequestEntry } from "../apiserver/log.ts";

/** How a line of a story is told. */
export interface StoryLine {
  readonly timeMs: number;
  /** How many entries the log had before. */
  readonly entry: number;
  readonly text: string;
}

/** The story of a log, or of its first part. */
export function storyOf(entries: Iterable<LogEntry>): StoryLine[] {
  const lines: StoryLine[] = [];
  let before = 0;
  for (const entry of entries) {
    const text = tell(entry);
    if (text !== undefined) lines.push({ timeMs: entry.timeMs, entry: before, text });
    before++;
  }
  return lines;
}

/**
 * The last changes of a story, each behind the rules that led to it, with how many changes are left out.
 *
 * @param most changes at most, that line among them; 2 or more
 * @param rules what the controller decided, in order
 */
export function lastLines(changes: readonly StoryLine[], most: number, rules: readonly StoryLine[] = []): string[] {
  const left = changes.length <= most ? 0 : changes.length - most + 1;
  const since = changes[left - 1]?.entry ?? -1;
  const told: string[] = left === 0 ? [] : [`${" ".repeat(10)}    (${left} earlier changes)`];
  const waiting = rules.filter(({ entry }) => entry > since);
  for (const change of changes.slice(left)) {
    while (waiting[0] !== undefined && waiting[0].entry <= change.entry) told.push(...waiting.splice(0, 1).map(lineOf));
    told.push(lineOf(change));
  }
  return [...told, ...waiting.map(lineOf)];
}

function lineOf({ timeMs, text }: StoryLine): string {
  return `${storyTime(timeMs)}  ${text}`;
}

/** An instant as stories tell it. */
export function storyTime(timeMs: number): string {
  return `${(timeMs / 1000).toFixed(3).padStart(10)} s`;
}

function tell(entry: LogEntry): string | undefined {
  switch (entry.kind) {
    case "commit":
      if (entry.resource === "objects") return undefined;
      return entry.resource === "jobs" ? tellJob(entry) : tellPod(entry);
    case "request":
      return tellRequest(entry);
    case "process":
      return PROCESS_CHANGES[entry.change];
    case "event":
      return undefined;
  }
}

const PROCESS_CHANGES = {
  started: "controllers start",
  stopped: "controllers stop",
  joined: "a second process of controllers starts beside the first",
  left: "the older of the two processes of controllers ends",
} as const;

function tellJob({ type, verb, actor, object, previous }: JobCommit): string {
  const { name, deletionTimestamp } = object.metadata;
  const who = `${actor}: job ${name}`;
  if (type === "ADDED") return `${who} created`;
  if (type === "DELETED") return `${who} gone`;
  if (verb === "updateStatus") return `${who} status ${changes(previous?.status ?? {}, object.status)}`;
  if (deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined)
    return `${who} is to be deleted`;
  return `${who} ${verb}, generation ${object.metadata.generation}`;
}

/** The fields of a status that changed, with their new values. */
function changes(before: JobStatus, after: JobStatus): string {
  const told: string[] = [];
  for (const field of [
    "active",
    "ready",
    "terminating",
    "succeeded",
    "failed",
    "completedIndexes",
    "failedIndexes",
    "startTime",
  ] as const) {
    if (before[field] !== after[field]) told.push(`${field}=${after[field] ?? "-"}`);
  }
  for (const list of ["succeeded", "failed"] as const) {
    const uids = after.uncountedTerminatedPods?.[list] ?? [];
    if (uids !== before.uncountedTerminatedPods?.[list] && uids.length > 0)
      told.push(`uncounted ${list}=${uids.map(short).join(",")}`);
  }
  for (const condition of after.conditions ?? []) {
    const known = before.conditions?.find(({ type }) => type === condition.type);
    if (known?.status !== condition.status) told.push(`${condition.type}=${condition.status} (${condition.reason})`);
  }
  return told.length === 0 ? "(no visible change)" : told.join(" ");
}

/** The end of a UID tells pods of one run apart. */
export function short(uid: string): string {
  return uid.slice(-3);
}

function tellPod({ type, verb, actor, object, previous }: PodCommit): string {
  const who = `${actor}: pod ${object.metadata.name} [${short(object.metadata.uid)}]`;
  const index = object.metadata.annotations?.[COMPLETION_INDEX_ANNOTATION];
  if (type === "ADDED") return `${who} created${index === undefined ? "" : ` for index ${index}`}`;
  const told: string[] = [];
  if (previous?.status.phase !== object.status.phase) told.push(object.status.phase ?? "");
  if (isHeld(previous) && !isHeld(object)) told.push("loses its finalizer");
  if (previous?.metadata.deletionTimestamp === undefined && object.metadata.deletionTimestamp !== undefined)
    told.push("is to be deleted");
  if (type === "DELETED") told.push("gone");
  return `${who} ${told.length === 0 ? verb : told.join(", ")}`;
}

function isHeld(pod: Pod | undefined): boolean {
  return pod?.metadata.finalizers?.includes(JOB_TRACKING_FINALIZER) === true;
}

function tellRequest({ verb, actor, resource, name, error, injected }: RequestEntry): string | undefined {
  if (error === undefined) return undefined;
  return `${actor}: ${verb} ${resource} ${name} ${injected === true ? "fails" : "is refused"}: ${error.message}`;
}
