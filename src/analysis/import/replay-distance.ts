/** How far a replay differs from what was recorded, transition by transition. */

import type { Job } from "../../api/types.ts";
import { instantOf } from "./json-stream.ts";
import { observePod } from "./observe-pod.ts";
import type { ClusterRecording, RecordedJob } from "./recording.ts";

/** One thing that happened: when in the recording and when in the replay, both in milliseconds from the start. */
export interface TransitionDistance {
  readonly job: string;
  readonly what: string;
  readonly recordedMs: number | undefined;
  readonly replayedMs: number | undefined;
}

/** How far the replay of an import is from the recording. */
export interface ReplayDistance {
  /** In the order of the recording. */
  readonly transitions: readonly TransitionDistance[];
  /** Distinct statuses in the order of their writes: how many were recorded, and how many of them the replay has. */
  readonly statuses: { readonly recorded: number; readonly same: number };
  /** The longest time between a transition and its replay. */
  readonly worstMs: number;
  /** Transitions that only one of the two has. */
  readonly unmatched: number;
}

/**
 * Compares a recording with a replay.
 *
 * @param names of the Jobs in the replay, by their position in the recording
 * @param startMs the instant of the recording at which the replay starts
 * @param epochMs the start of the replay
 */
export function replayDistance(
  recorded: ClusterRecording,
  replayed: ClusterRecording,
  names: readonly string[],
  startMs: number,
  epochMs: number,
): ReplayDistance {
  const replays = new Map<string, RecordedJob>();
  for (const job of replayed.jobs) {
    const name = job.versions[0]?.metadata.name ?? "";
    if (!replays.has(name)) replays.set(name, job);
  }
  const pairs = recorded.jobs.map((job, i) => {
    const name = names[i] ?? "";
    return { name, job, replay: replays.get(name) };
  });
  const transitions = pairs.flatMap(({ name, job, replay }) => {
    const before = momentsOf(job, startMs);
    const after = replay === undefined ? new Map<string, number>() : momentsOf(replay, epochMs);
    for (const unseen of unseenEnds(job, after)) after.delete(unseen);
    const all = new Set([...before.keys(), ...after.keys()]);
    return [...all].map((what) => ({ job: name, what, recordedMs: before.get(what), replayedMs: after.get(what) }));
  });
  const counts = pairs.map(({ job, replay }) => {
    const before = statusesOf(job);
    return { recorded: before.length, same: commonLength(before, replay === undefined ? [] : statusesOf(replay)) };
  });
  const isMatched = ({ recordedMs, replayedMs }: TransitionDistance) =>
    recordedMs !== undefined && replayedMs !== undefined;
  return {
    transitions: transitions.toSorted((a, b) => momentOf(a) - momentOf(b)),
    statuses: {
      recorded: counts.reduce((sum, { recorded: count }) => sum + count, 0),
      same: counts.reduce((sum, { same }) => sum + same, 0),
    },
    worstMs: transitions.reduce((worst, one) => Math.max(worst, gapMs(one)), 0),
    unmatched: transitions.filter((one) => !isMatched(one)).length,
  };
}

/** Ends in the replay of pods that left the cluster before their end was observed. */
function unseenEnds({ pods }: RecordedJob, replayed: ReadonlyMap<string, number>): string[] {
  const open = new Set(pods.filter((pod) => observePod(pod)?.endedMs === undefined).map(({ label }) => label));
  return [...replayed.keys()].filter((what) => open.has(/^pod (.*) ended\b/.exec(what)?.[1] ?? ""));
}

/** Between a transition and its replay; 0 if one of them is missing. */
function gapMs({ recordedMs, replayedMs }: TransitionDistance): number {
  return recordedMs === undefined || replayedMs === undefined ? 0 : Math.abs(recordedMs - replayedMs);
}

function momentOf({ recordedMs, replayedMs }: TransitionDistance): number {
  return recordedMs ?? replayedMs ?? 0;
}

/** Everything that objects record a time for, by what happened. */
function momentsOf({ versions, pods }: RecordedJob, startMs: number): Map<string, number> {
  const moments = new Map<string, number>();
  const add = (what: string, atMs: number | undefined) => {
    if (atMs !== undefined) moments.set(what, atMs - startMs);
  };
  for (const { status } of versions) {
    for (const { type, status: value, lastTransitionTime } of status.conditions ?? []) {
      add(`condition ${type}=${value}`, instantOf(lastTransitionTime));
    }
  }
  const last = versions.at(-1);
  add("startTime", instantOf(last?.status.startTime));
  add("completionTime", instantOf(last?.status.completionTime));
  for (const pod of pods) {
    const seen = observePod(pod);
    add(`pod ${pod.label} created`, seen?.createdMs);
    add(`pod ${pod.label} running`, seen?.startedMs);
    add(`pod ${pod.label} ended${seen?.exitCode === undefined ? "" : ` with ${seen.exitCode}`}`, seen?.endedMs);
  }
  return moments;
}

/** The statuses of a Job without what differs from run to run: names of pods and times. */
function statusesOf({ versions }: RecordedJob): string[] {
  const texts = versions.map(statusText);
  return texts.filter((text, i) => text !== texts[i - 1]);
}

function statusText({ status }: Job): string {
  const { active = 0, ready = 0, terminating = 0, succeeded = 0, failed = 0, completedIndexes, failedIndexes } = status;
  const conditions = (status.conditions ?? []).map(({ type, status: value, reason }) => `${type}=${value} ${reason}`);
  const { succeeded: done = [], failed: lost = [] } = status.uncountedTerminatedPods ?? {};
  const counts = [active, ready, terminating, succeeded, failed, done.length, lost.length];
  return JSON.stringify([counts, completedIndexes ?? "", failedIndexes ?? "", conditions]);
}

/** Length of the longest list that is contained in both in this order. */
function commonLength(before: readonly string[], after: readonly string[]): number {
  let row = new Array<number>(after.length + 1).fill(0);
  for (const text of before) {
    const next = [0];
    for (const [j, other] of after.entries()) {
      next.push(text === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
