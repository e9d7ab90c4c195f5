/** A log whose followers can be cut off for a while: what the watches of a controller see. */

import type { Job, Pod } from "../../api/types.ts";
import type { Commit, JobCommit, LogEntry, PodCommit } from "../../apiserver/log.ts";
import { CommitLog, type Recording } from "../../apiserver/log.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import type { Disturbance } from "./disturbance.ts";

type Listener = (entry: LogEntry) => void;
type Outage = Extract<Disturbance, { kind: "stall" | "relist" }>;

/** Reads what is stored now, for a list. */
export interface Lists {
  readonly jobs: () => Iterable<Job>;
  readonly pods: () => Iterable<Pod>;
  readonly resourceVersion: () => number;
}

export class DisturbedLog extends CommitLog {
  /** While set, those who begin to follow are controllers, and see the log through their watches. */
  watches: ((listener: Listener) => Listener) | undefined;

  constructor(recording: Recording) {
    super(recording);
  }

  override follow(listener: Listener): void {
    super.follow(this.watches === undefined ? listener : this.watches(listener));
  }
}

/** The watches of one controller process: they pass entries on, except during outages. */
export class Watches {
  readonly #loop: EventLoop;
  readonly #lists: Lists;
  readonly #listener: Listener;
  readonly #held: Commit[] = [];
  readonly #known = { jobs: new Map<string, Job>(), pods: new Map<string, Pod>() };
  readonly #out = { jobs: 0, pods: 0 };
  readonly #relisting = { jobs: false, pods: false };

  constructor(loop: EventLoop, lists: Lists, listener: Listener, outages: readonly Outage[]) {
    this.#loop = loop;
    this.#lists = lists;
    this.#listener = listener;
    for (const job of lists.jobs()) this.#known.jobs.set(job.metadata.uid, job);
    for (const pod of lists.pods()) this.#known.pods.set(pod.metadata.uid, pod);
    for (const outage of outages) {
      if (outage.atMs >= loop.nowMs) loop.schedule(outage.atMs, Phase.world, () => this.#cut(outage));
    }
  }

  see(entry: LogEntry): void {
    if (entry.kind !== "commit") return;
    if (this.#out[entry.resource] > 0) this.#held.push(entry);
    else this.#pass(entry);
  }

  #cut({ resource, kind, forMs }: Outage): void {
    this.#out[resource]++;
    if (kind === "relist") this.#relisting[resource] = true;
    this.#loop.schedule(this.#loop.nowMs + forMs, Phase.world, () => this.#restore(resource));
  }

  #restore(resource: "jobs" | "pods"): void {
    if (--this.#out[resource] > 0) return;
    const missed = this.#held.filter((commit) => commit.resource === resource);
    const kept = this.#held.filter((commit) => commit.resource !== resource);
    this.#held.splice(0, this.#held.length, ...kept);
    if (!this.#relisting[resource]) {
      for (const commit of missed) this.#pass(commit);
      return;
    }
    this.#relisting[resource] = false;
    for (const commit of resource === "jobs" ? this.#relistJobs() : this.#relistPods()) this.#pass(commit);
  }

  #pass(commit: Commit): void {
    const { uid } = commit.object.metadata;
    if (commit.type === "DELETED") this.#known[commit.resource].delete(uid);
    else if (commit.resource === "jobs") this.#known.jobs.set(uid, commit.object);
    else this.#known.pods.set(uid, commit.object);
    this.#listener(commit);
  }

  #relistJobs(): JobCommit[] {
    return differences(this.#known.jobs, this.#lists.jobs()).map((change) => ({
      ...this.#frame(),
      resource: "jobs",
      ...change,
    }));
  }

  #relistPods(): PodCommit[] {
    return differences(this.#known.pods, this.#lists.pods()).map((change) => ({
      ...this.#frame(),
      resource: "pods",
      ...change,
    }));
  }

  /** A list tells what there is, and not who did it: those who watch do not ask. */
  #frame() {
    const frame = { kind: "commit", verb: "update", actor: "user" } as const;
    return { ...frame, timeMs: this.#loop.nowMs, resourceVersion: this.#lists.resourceVersion() };
  }
}

interface Change<T> {
  readonly type: Commit["type"];
  readonly object: T;
  readonly previous: T | undefined;
}

/** What a list changes in a view: what is gone, what is new, what is different. */
function differences<T extends Job | Pod>(known: ReadonlyMap<string, T>, listed: Iterable<T>): Change<T>[] {
  const changes: Change<T>[] = [];
  const present = new Map<string, T>();
  for (const object of listed) present.set(object.metadata.uid, object);
  for (const [uid, object] of known) if (!present.has(uid)) changes.push({ type: "DELETED", object, previous: object });
  for (const [uid, object] of present) {
    const previous = known.get(uid);
    if (previous === object) continue;
    changes.push({ type: previous === undefined ? "ADDED" : "MODIFIED", object, previous });
  }
  return changes;
}
