/** Watches that are cut off for a while: what one follower of the log sees of it. */

import type { Job, Pod } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import type { Commit, JobCommit, LogEntry, PodCommit } from "../../apiserver/log.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import type { Disturbance } from "./disturbance.ts";

type Listener = (entry: LogEntry) => void;
/** What cuts a watch off. */
export type Outage = Extract<Disturbance, { kind: "stall" | "relist" }>;

export function isOutage(disturbance: Disturbance): disturbance is Outage {
  return disturbance.kind === "stall" || disturbance.kind === "relist";
}

/** Passes commits on, except during outages. */
export class DisturbedWatch {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #listener: Listener;
  readonly #held: Commit[] = [];
  readonly #known = { jobs: new Map<string, Job>(), pods: new Map<string, Pod>() };
  readonly #out = { jobs: 0, pods: 0 };
  readonly #relisting = { jobs: false, pods: false };

  constructor(loop: EventLoop, server: ApiServer, listener: Listener, outages: readonly Outage[]) {
    this.#loop = loop;
    this.#server = server;
    this.#listener = listener;
    for (const job of server.jobs.jobs) this.#known.jobs.set(job.metadata.uid, job);
    for (const pod of server.pods.pods) this.#known.pods.set(pod.metadata.uid, pod);
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
    return differences(this.#known.jobs, this.#server.jobs.jobs).map((change) => ({
      ...this.#frame(),
      resource: "jobs",
      ...change,
    }));
  }

  #relistPods(): PodCommit[] {
    return differences(this.#known.pods, this.#server.pods.pods).map((change) => ({
      ...this.#frame(),
      resource: "pods",
      ...change,
    }));
  }

  /** A list tells what there is, and not who did it: those who watch do not ask. */
  #frame() {
    const frame = { kind: "commit", verb: "update", actor: "user" } as const;
    return { ...frame, timeMs: this.#loop.nowMs, resourceVersion: this.#server.storage.resourceVersion };
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
