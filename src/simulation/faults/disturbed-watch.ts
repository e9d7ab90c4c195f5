/** The watch of one resource as one follower has it, under outages, delays and repetitions. */

import type { KubeObject, Pod } from "../../api/types.ts";
import type { Commit } from "../../apiserver/log.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import type { WatchDisturbance } from "./disturbance.ts";
import type { FirstList } from "./old-lists.ts";
import { differences, listedAt } from "./stale-list.ts";

/** What a watch is about. */
export interface Watched {
  /** The resource, as its kind names it. */
  readonly resource: string;
  /** What is stored now. */
  readonly stored: () => Iterable<KubeObject>;
  /** Where pods are kept now; none for other kinds. */
  readonly slots: Iterable<readonly [slot: number, pod: Pod]>;
  readonly resourceVersion: () => number;
  /** The list that the follower has, where it is not what is stored now. */
  readonly first?: FirstList | undefined;
  /** Takes what the follower sees. */
  readonly show: (commit: Commit) => void;
  /** Takes the version of a list. */
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
  /** What the follower believes to be there. */
  readonly #known = new Map<string, KubeObject>();
  /** Where the API server keeps, or kept, each pod. */
  readonly #slots = new Map<string, number>();
  /** All that was committed since the watch began, for lists that are older than now; empty if none will be. */
  readonly #history: Commit[] = [];
  readonly #keepsHistory: boolean;
  readonly #firstVersion: number;
  /** What happened and was not shown yet, oldest first. */
  #held: Held[] = [];
  /** Outages that are under way. */
  #out = 0;
  /** How old the list is that ends the outage; `undefined` where it ends without one. */
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

  /** Takes note of a commit of the resource. */
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

  /** What has happened since the list is shown as late as that cache is behind. */
  #catchUp({ since, behindMs }: FirstList): void {
    for (const commit of since) {
      if (commit.resource === "pods") this.#slots.set(commit.object.metadata.uid, commit.slot);
      this.#hold(commit, commit.timeMs + behindMs);
    }
  }

  /** Nothing passes what happened before it. */
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

/** What a cache makes of a change that it has already: an update from the object to itself. */
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
