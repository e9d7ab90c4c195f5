/** What pods looked like over time; of a Job with very many, only of those that may be shown. */

import { inMap } from "../../api/in-map.ts";
import type { PodCommit } from "../../apiserver/log.ts";
import { EvenSpread } from "./even-spread.ts";

/** A pod while the log is read. */
export interface PodTrack {
  readonly uid: string;
  /** Pairs of milliseconds since its creation and the look from then on. */
  readonly steps: readonly number[];
}

/** The pods of one Job that may be shown. */
export interface TrackedJob {
  /** Evenly spread ones. */
  readonly some: Pick<EvenSpread<PodTrack>, "kept" | "seen">;
  /** Those that failed, restarted, or were deleted before they ended. */
  readonly unusual: Pick<EvenSpread<PodTrack>, "kept" | "seen">;
  readonly last: PodTrack | undefined;
}

/** What a commit shows of a pod. */
export interface Seen {
  /** Number of its look. */
  readonly look: number;
  readonly isUnusual: boolean;
  readonly hasEnded: boolean;
}

class Track implements PodTrack {
  readonly uid: string;
  readonly slot: number;
  readonly fromMs: number;
  readonly steps: number[] = [];
  job: Tracks | undefined;
  isUnusual = false;
  hasEnded = false;
  /** How many reasons there are to show it. */
  reasons = 0;

  constructor({ object, slot, timeMs }: PodCommit) {
    this.uid = object.metadata.uid;
    this.slot = slot;
    this.fromMs = timeMs;
  }
}

interface Tracks extends TrackedJob {
  readonly some: EvenSpread<Track>;
  readonly unusual: EvenSpread<Track>;
  last: Track | undefined;
}

export class PodTracks {
  readonly #most: number;
  /** Of pods that may still change, by their slots. */
  readonly #open = new Map<number, Track>();
  readonly #byJob = new Map<string, Tracks>();

  /** @param most how many pods of a Job are shown; twice as many are kept, from which they are chosen */
  constructor(most: number) {
    this.#most = most;
  }

  /** By the UID of a Job; nothing if it had no pod. */
  of(uid: string): TrackedJob | undefined {
    return this.#byJob.get(uid);
  }

  /** @returns the UID of the Job that got a pod by this commit, and how many pods it had so far */
  read(
    commit: PodCommit,
    { look, isUnusual, hasEnded }: Seen,
  ): { readonly uid: string; readonly pods: number } | undefined {
    const { slot, type, timeMs } = commit;
    const known = this.#open.get(slot);
    // One that had ended, and that is not shown.
    if (known === undefined && type !== "ADDED") return undefined;
    const track = known ?? new Track(commit);
    if (known === undefined) this.#open.set(slot, track);
    const owner = track.job === undefined ? this.#own(track, commit) : undefined;
    if (track.steps.at(-1) !== look) track.steps.push(timeMs - track.fromMs, look);
    if (isUnusual && !track.isUnusual) {
      track.isUnusual = true;
      if (track.job?.unusual.offer(track) === true) track.reasons++;
    }
    track.hasEnded ||= hasEnded;
    if (type === "DELETED" || (track.hasEnded && track.job !== undefined && track.reasons === 0))
      this.#open.delete(slot);
    return owner;
  }

  /** A pod belongs to a Job from its creation, or since it was adopted. */
  #own(track: Track, { object }: PodCommit) {
    const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner === undefined) return undefined;
    const { uid } = owner;
    const letGo = (dropped: Track) => {
      dropped.reasons--;
      if (dropped.reasons === 0 && dropped.hasEnded) this.#open.delete(dropped.slot);
    };
    const most = 2 * this.#most;
    const job = inMap(this.#byJob, uid, () => ({
      some: new EvenSpread(most, letGo),
      unusual: new EvenSpread(most, letGo),
      last: undefined,
    }));
    track.job = job;
    track.reasons++;
    if (job.last !== undefined) letGo(job.last);
    job.last = track;
    if (job.some.offer(track)) track.reasons++;
    if (track.isUnusual && job.unusual.offer(track)) track.reasons++;
    return { uid, pods: job.some.seen };
  }
}
