/** How busy a fleet keeps a cluster: pods and requests of the controllers in intervals of the run. */

import { isFinished } from "../../api/finished-job.ts";
import type { LogEntry, PodCommit } from "../../apiserver/log.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";

/** How many intervals a run is cut into. */
const INTERVALS = 20;

/** `fromMs` included, `toMs` not; counts at its end belong to the end. */
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

/** What an entry means for the load; several may hold. */
const MARKS = { begun: 1, ended: 2, request: 4, refused: 8, created: 16, finished: 32 } as const;

const INITIAL_CAPACITY = 256;

/** Reads the load from a log whose end is not known yet: an instant and a byte for each entry that counts. */
export class LoadReader {
  #timesMs = new Float64Array(INITIAL_CAPACITY);
  #marks = new Uint8Array(INITIAL_CAPACITY);
  #size = 0;

  read(entry: LogEntry): void {
    const marks = marksOf(entry);
    if (marks === 0) return;
    if (this.#size === this.#marks.length) this.#grow();
    this.#timesMs[this.#size] = entry.timeMs;
    this.#marks[this.#size++] = marks;
  }

  /** @param endMs the end of the run, virtual milliseconds */
  intervals(endMs: number): LoadInterval[] {
    const lengthMs = Math.max(1, Math.ceil((endMs + 1) / INTERVALS));
    const counts = Array.from(
      { length: INTERVALS },
      (): Counts => ({ created: 0, finished: 0, mostPods: 0, requests: 0, refused: 0 }),
    );
    let pods = 0;
    let latest = 0;
    for (let row = 0; row < this.#size; row++) {
      const at = Math.min(INTERVALS - 1, Math.floor((this.#timesMs[row] ?? 0) / lengthMs));
      // Pods that are there when an interval begins are there in it.
      for (; latest < at; latest++) raise(counts[latest + 1], pods);
      const interval = counts[at];
      if (interval === undefined) continue;
      const marks = this.#marks[row] ?? 0;
      if ((marks & MARKS.begun) !== 0) pods++;
      if ((marks & MARKS.ended) !== 0) pods--;
      raise(interval, pods);
      count(marks, interval);
    }
    return counts.map((interval, i) => ({ fromMs: i * lengthMs, toMs: (i + 1) * lengthMs, ...interval }));
  }

  #grow(): void {
    const timesMs = new Float64Array(this.#size * 2);
    timesMs.set(this.#timesMs);
    this.#timesMs = timesMs;
    const marks = new Uint8Array(this.#size * 2);
    marks.set(this.#marks);
    this.#marks = marks;
  }
}

function raise(interval: Counts | undefined, pods: number): void {
  if (interval !== undefined) interval.mostPods = Math.max(interval.mostPods, pods);
}

function count(marks: number, interval: Counts): void {
  if ((marks & MARKS.request) !== 0) interval.requests++;
  if ((marks & MARKS.refused) !== 0) interval.refused++;
  if ((marks & MARKS.created) !== 0) interval.created++;
  if ((marks & MARKS.finished) !== 0) interval.finished++;
}

function marksOf(entry: LogEntry): number {
  let marks = "actor" in entry && entry.actor === "job-controller" ? MARKS.request : 0;
  if (entry.kind === "request" && entry.error !== undefined && entry.actor !== "user") marks |= MARKS.refused;
  if (entry.kind !== "commit") return marks;
  if (entry.resource === "pods") return marks | podMark(entry);
  if (entry.resource !== "jobs") return marks;
  if (entry.type === "ADDED") return marks | MARKS.created;
  const wasFinished = entry.previous !== undefined && isFinished(entry.previous);
  return !wasFinished && isFinished(entry.object) ? marks | MARKS.finished : marks;
}

function podMark({ type, object, previous }: PodCommit): number {
  const counted = previous !== undefined && !isTerminalPhase(previous.status.phase);
  const counts = type !== "DELETED" && !isTerminalPhase(object.status.phase);
  if (counted === counts) return 0;
  return counts ? MARKS.begun : MARKS.ended;
}
