/** How busy a fleet keeps a cluster: pods and requests of the controllers in intervals of the run. */

import type { LogEntry, PodCommit } from "../../apiserver/log.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";

/** Intervals that a run is cut into. */
const INTERVALS = 20;

/** `fromMs` included, `toMs` not; what is counted at its end stands for the end. */
export interface LoadInterval {
  readonly fromMs: number;
  readonly toMs: number;
  readonly created: number;
  readonly finished: number;
  /** The most pods at once that had not ended: what a quota of pods counts. */
  readonly mostPods: number;
  /** Requests of the Job controller, Events among them. */
  readonly requests: number;
  readonly refused: number;
}

type Counts = { -readonly [K in Exclude<keyof LoadInterval, "fromMs" | "toMs">]: number };

/** @param endMs the end of the run, virtual milliseconds */
export function loadOverTime(entries: readonly LogEntry[], endMs: number): LoadInterval[] {
  const lengthMs = Math.max(1, Math.ceil((endMs + 1) / INTERVALS));
  const counts = Array.from(
    { length: INTERVALS },
    (): Counts => ({ created: 0, finished: 0, mostPods: 0, requests: 0, refused: 0 }),
  );
  let pods = 0;
  let latest = 0;
  for (const entry of entries) {
    const at = Math.min(INTERVALS - 1, Math.floor(entry.timeMs / lengthMs));
    // Pods that are there when an interval begins are there in it.
    for (; latest < at; latest++) raise(counts[latest + 1], pods);
    const interval = counts[at];
    if (interval === undefined) continue;
    if (entry.kind === "commit" && entry.resource === "pods") {
      pods += podChange(entry);
      raise(interval, pods);
    }
    count(entry, interval);
  }
  return counts.map((interval, i) => ({ fromMs: i * lengthMs, toMs: (i + 1) * lengthMs, ...interval }));
}

function raise(interval: Counts | undefined, pods: number): void {
  if (interval !== undefined) interval.mostPods = Math.max(interval.mostPods, pods);
}

function count(entry: LogEntry, interval: Counts): void {
  if ("actor" in entry && entry.actor === "job-controller") interval.requests++;
  if (entry.kind === "request" && entry.error !== undefined && entry.actor !== "user") interval.refused++;
  if (entry.kind !== "commit" || entry.resource !== "jobs") return;
  if (entry.type === "ADDED") interval.created++;
  else if (!hasFinished(entry.previous) && hasFinished(entry.object)) interval.finished++;
}

type FinishedState = {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
};

function hasFinished(job: FinishedState | undefined): boolean {
  return (
    job?.status.conditions?.some(
      ({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"),
    ) === true
  );
}

function podChange({ type, object, previous }: PodCommit): number {
  const counted = previous !== undefined && !isTerminalPhase(previous.status.phase);
  const counts = type !== "DELETED" && !isTerminalPhase(object.status.phase);
  return Number(counts) - Number(counted);
}
