/** Which pods a page shows: all of them, or of very many a sample that says how it was chosen. */

import { formatCount } from "../numbers.ts";
import { thinned } from "./even-spread.ts";
import type { PodTrack, TrackedJob } from "./pod-tracks.ts";

/** However many Jobs share a page, each has room for so many pods; more of them than that share the rows of a chart. */
const LEAST_OF_JOB = 100;

/** What is shown of the pods of one Job. */
export interface ShownPods {
  /** How many pods the Job had. */
  readonly all: number;
  /** Those that are shown, by UID. */
  readonly tracks: ReadonlyMap<string, PodTrack>;
  readonly unusual: { readonly all: number; readonly shown: number };
  readonly isSample: boolean;
}

/**
 * How many pods of a Job are shown if all Jobs have the same room, and leave to others what they do not need.
 *
 * @param counts pods of each Job
 * @param all room for pods of all Jobs
 * @param most room for those of one
 */
export function roomOfJob(counts: readonly number[], all: number, most: number): number {
  let left = all;
  const sorted = counts.toSorted((a, b) => a - b);
  for (const [i, count] of sorted.entries()) {
    const fair = Math.floor(left / (sorted.length - i));
    if (count > fair) return Math.min(most, Math.max(LEAST_OF_JOB, fair));
    left -= count;
  }
  return most;
}

/**
 * Chooses the pods of a Job: up to half of the room has those that failed, restarted or were deleted early, the rest
 * the first, the last, and others that are evenly spread over the order of creation.
 *
 * @param all how many pods the Job had
 */
export function shownPods(tracked: TrackedJob | undefined, all: number, room: number): ShownPods {
  const some = tracked?.some.kept ?? [];
  const odd = tracked?.unusual;
  if (all <= room) return { all, tracks: byUid(some), unusual: { all: 0, shown: 0 }, isSample: false };
  const unusual = thinned(odd?.kept ?? [], Math.floor(room / 2));
  const first = some.slice(0, 1);
  const ends = tracked?.last === undefined ? first : [...first, tracked.last];
  const chosen = byUid([...ends, ...unusual]);
  const others = some.filter(({ uid }) => !chosen.has(uid));
  const tracks = new Map([...chosen, ...byUid(thinned(others, room - chosen.size))]);
  return { all, tracks, unusual: { all: odd?.seen ?? 0, shown: unusual.length }, isSample: true };
}

function byUid(tracks: readonly PodTrack[]): Map<string, PodTrack> {
  return new Map(tracks.map((track) => [track.uid, track] as const));
}

/** Says how many pods are shown, and which; nothing if all are. */
export function sampleText(jobs: readonly ShownPods[]): string | undefined {
  if (!jobs.some(({ isSample }) => isSample)) return undefined;
  const sum = (read: (job: ShownPods) => number) => jobs.reduce((total, job) => total + read(job), 0);
  const odd = { all: sum(({ unusual }) => unusual.all), shown: sum(({ unusual }) => unusual.shown) };
  const which =
    odd.all === odd.shown ? `all ${formatCount(odd.all)}` : `${formatCount(odd.shown)} of the ${formatCount(odd.all)}`;
  const pods = sum(({ all }) => all);
  const shown = `${formatCount(sum(({ tracks }) => tracks.size))} of ${formatCount(pods)}`;
  // They are more of what is shown than of the run.
  const share = `${((100 * odd.all) / pods).toFixed(1)}% of the run`;
  const parts = [
    jobs.length === 1 ? "the first and the last" : "the first and the last of each Job",
    ...(odd.all === 0 ? [] : [`${which} that failed, restarted or were deleted before their end (${share})`]),
  ];
  return `${shown}: ${parts.join(", ")}, and others evenly spread over the order of creation`;
}

/** Says of one of several Jobs how many of its pods are shown; nothing if all are. */
export function partText({ isSample, tracks, all }: ShownPods): string {
  return isSample ? ` (${formatCount(tracks.size)} of ${formatCount(all)} pods are shown)` : "";
}
