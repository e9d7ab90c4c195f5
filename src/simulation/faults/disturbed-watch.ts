/** The watch of one resource by one follower, with outages, delays and repetitions. */

import type { KubeObject, Pod } from "../../api/types.ts";
import type { Commit } from "../../apiserver/log.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import type { WatchDisturbance } from "./disturbance.ts";
import type { FirstList } from "./old-lists.ts";
import { differences, listedAt } from "./stale-list.ts";

/** The watched resource and its follower. */
export interface Watched {
  /** The resource name of the kind. */
  readonly resource: string;
  /** The stored objects. */
  readonly stored: () => Iterable<KubeObject>;
  /** The slots of stored pods; empty for other kinds. */
  readonly slots: Iterable<readonly [slot: number, pod: Pod]>;
  readonly resourceVersion: () => number;
  /** The first list of the follower, if it is old. */
  readonly first?: FirstList | undefined;
  /** Delivers a commit to the follower. */
  readonly show: (commit: Commit) => void;
  /** Delivers the version of a list. */
  readonly listed: (resourceVersion: number) => void;
}

interface Held {
  readonly commit: Commit;
  readonly dueMs: number;
}

/** The slot of a pod that was never seen. */
const NOWHERE = -1;

export class DisturbedWatch {
  readonly #loop: EventLoop;
  readonly #watched: Watched;
  /** The objects that the follower has seen, by UID. */
  readonly #known = new Map<string, KubeObject>();
  /** The slot of each pod in the API server, by UID. */
  readonly #slots = new Map<string, number>();
  /** All commits since the watch began, for old lists; empty if there are none in the plan. */
  readonly #history: Commit[] = [];
  readonly #keepsHistory: boolean;
  readonly #firstVersion: number;
  /** Commits that are not shown yet, oldest first. */
  #held: Held[] = [];
  /** Number of outages in progress. */
  #out = 0;
  /** How old the list at the end of the outage is; `undefined` if the outage ends without a relist. */
  #listBehindMs: number | undefined;
  #lateMs = 0;
  #repeating = 0;

  constructor(loop: EventLoop, watched: Watched, disturbances: readonly WatchDisturbance[]) {
    this.#loop = loop;
    this.#watched = watched;
    this.#firstVersion = watched.resourceVersion();
    this.#keepsHistory = disturbances.some((found) => found.kind === "relist" && (found.behindMs ?? 0) > 0);
    const { first } = watched;
    for (const object of first?.listed.values() ?? watched.stored()) this.#known.set(object.metadata.uid, object);
    for (const [slot, pod] of watched.slots) this.#slots.set(pod.metadata.uid, slot);
    if (first !== undefined) this.#catchUp(first);
    for (const disturbance of disturbances) {
      if (disturbance.atMs >= loop.nowMs) loop.schedule(disturbance.atMs, Phase.world, () => this.#begin(disturbance));
    }
  }

  /** Handles a commit of the resource. */
  committed(commit: Commit): void {
    if (commit.resource === "pods") this.#slots.set(commit.object.metadata.uid, commit.slot);
    if (this.#keepsHistory) this.#history.push(commit);
    if (this.#out === 0 && this.#lateMs === 0 && this.#held.length === 0) this.#pass(commit);
    else this.#hold(commit, commit.timeMs + this.#lateMs);
  }

  #begin(disturbance: WatchDisturbance): void {
    const later = (action: () => void) => {
      this.#loop.schedule(this.#loop.nowMs + disturbance.forMs, Phase.world, action);
    };
    switch (disturbance.kind) {
      case "late":
        this.#lateMs += disturbance.byMs;
        later(() => {
          this.#lateMs -= disturbance.byMs;
        });
        return;
      case "repeat":
        this.#repeating++;
        later(() => {
          this.#repeating--;
        });
        return;
      case "relist":
        this.#listBehindMs = Math.max(this.#listBehindMs ?? 0, disturbance.behindMs ?? 0);
        break;
      case "stall":
        break;
    }
    this.#out++;
    later(() => this.#restore());
  }

  #restore(): void {
    if (--this.#out > 0) return;
    const behindMs = this.#listBehindMs;
    this.#listBehindMs = undefined;
    if (behindMs === undefined) this.#flush();
    else this.#relist(behindMs);
  }

  #relist(behindMs: number): void {
    const { nowMs } = this.#loop;
    const since = behindMs === 0 ? [] : this.#history.filter(({ timeMs }) => timeMs > nowMs - behindMs);
    const resourceVersion =
      since.length === 0
        ? this.#watched.resourceVersion()
        : (this.#history[this.#history.length - since.length - 1]?.resourceVersion ?? this.#firstVersion);
    this.#held = [];
    this.#watched.listed(resourceVersion);
    const frame = { timeMs: nowMs, resourceVersion };
    const listed = listedAt(this.#watched.stored(), since);
    const slotOf = (podUid: string) => this.#slots.get(podUid) ?? NOWHERE;
    for (const commit of differences(this.#watched.resource, this.#known, listed, frame, slotOf)) this.#pass(commit);
    for (const commit of since) this.#hold(commit, nowMs + behindMs);
  }

  /** Changes since an old list are shown with the same delay. */
  #catchUp({ since, behindMs }: FirstList): void {
    for (const commit of since) {
      if (commit.resource === "pods") this.#slots.set(commit.object.metadata.uid, commit.slot);
      this.#hold(commit, commit.timeMs + behindMs);
    }
  }

  /** Commits keep their order. */
  #hold(commit: Commit, atMs: number): void {
    const dueMs = Math.max(atMs, this.#held.at(-1)?.dueMs ?? 0);
    this.#held.push({ commit, dueMs });
    this.#loop.schedule(dueMs, Phase.world, () => this.#flush());
  }

  #flush(): void {
    if (this.#out > 0) return;
    const { nowMs } = this.#loop;
    for (let next = this.#held[0]; next !== undefined && next.dueMs <= nowMs; next = this.#held[0]) {
      this.#held.shift();
      this.#pass(next.commit);
    }
  }

  #pass(commit: Commit): void {
    const { uid } = commit.object.metadata;
    if (commit.type === "DELETED") this.#known.delete(uid);
    else this.#known.set(uid, commit.object);
    this.#watched.show(commit);
    if (this.#repeating > 0 && commit.type !== "DELETED") this.#watched.show(repetition(commit));
  }
}

/** A repeated change: an update from the object to itself. */
function repetition(commit: Commit): Commit {
  switch (commit.resource) {
    case "jobs":
      return { ...commit, type: "MODIFIED", previous: commit.object };
    case "pods":
      return { ...commit, type: "MODIFIED", previous: commit.object };
    case "objects":
      return { ...commit, type: "MODIFIED", previous: commit.object };
  }
}
