/**
 * What all invariants need to know of a run, kept once: Jobs, their pods, and what the controllers could know when.
 *
 * It is a reader of the log and takes in one entry at a time, at a cost that does not depend on the size of the world.
 */

import type { Job } from "../../api/types.ts";
import type { Actor, JobCommit, LogEntry, PodCommit, Verb } from "../../apiserver/log.ts";
import { type Circumstances, effectiveDelayMs } from "./circumstances.ts";
import { listedFailed, listedSucceeded } from "./job-reading.ts";
import { type Difference, difference } from "./per-job.ts";
import { controllerUidOf, hasFinalizer, indexOf, isTerminal, tampers } from "./pod-reading.ts";

export type { Circumstances } from "./circumstances.ts";

/** One pod, from its creation on. */
export interface PodRecord {
  readonly uid: string;
  readonly createdMs: number;
  readonly createdBy: Actor;
  pod: PodCommit["object"];
  job: JobRecord | undefined;
  /** Completion index by annotation; -1 without. */
  index: number;
  /** When the pod became `Succeeded` or `Failed`. */
  terminalMs: number | undefined;
  /** When its deletion was asked for. */
  markedMs: number | undefined;
  /** When the tracking finalizer was last seen to go. */
  releasedMs: number | undefined;
  gone: boolean;
  /** Someone changed what only the controller should: labels, owner, finalizers, index, or a terminal phase. */
  meddled: boolean;
  /** Possibly made by a process that had died, or in ignorance of what such a process did. */
  stray: boolean;
  /** In which list of uncounted pods it was seen first. */
  listedAs: "succeeded" | "failed" | undefined;
  /** Lost its finalizer before its controller could know that it had finished: nothing will count it. */
  forgotten: boolean;
}

/** What a Job asked for since an instant. */
export interface SpecPoint {
  readonly sinceMs: number;
  readonly job: Job;
}

/** What one write changed in the lists of uncounted pods. */
export interface Listing {
  readonly succeeded: Difference;
  readonly failed: Difference;
}

/** One Job (by UID), from its creation on. */
export interface JobRecord {
  readonly uid: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly createdMs: number;
  job: Job;
  gone: boolean;
  goneMs: number;
  /** Pods whose controller it is or was, by UID; those that are gone included. */
  readonly pods: Map<string, PodRecord>;
  /** Its pods that are neither gone nor terminal. */
  readonly living: Set<PodRecord>;
  /** How many of these are marked deleted. */
  marked: number;
  /** The Job at each change of its spec or deletion mark, oldest first. */
  readonly specs: SpecPoint[];
  /** What its last change did to the lists of uncounted pods; `undefined` where they stayed as they were. */
  listing: Listing | undefined;
  /** Someone other than its controller wrote its status, or changed one of its pods behind its back. */
  meddled: boolean;
  /** A defect of Kubernetes that keeps the Job from going on; see `known-defects.ts`. */
  stuckBy: string | undefined;
  /** An earlier Job had the same name. */
  readonly successor: boolean;
}

export class Ledger {
  readonly jobs = new Map<string, JobRecord>();
  readonly pods = new Map<string, PodRecord>();
  readonly circumstances: Circumstances;
  readonly #byKey = new Map<string, JobRecord>();
  #justCreated: PodRecord[] = [];
  /** What happened at least this long ago is known to a controller that acts now. */
  readonly knownAfterMs: number;
  nowMs = 0;
  /** When something last went wrong around the controllers: a call failed, or their process was down. */
  disturbedMs = Number.NEGATIVE_INFINITY;
  /** When the controllers last started with empty memory. */
  startedMs = 0;
  running = true;
  /** Until then calls of a process that died may still take effect, which the next one cannot know of. */
  strayUntilMs = Number.NEGATIVE_INFINITY;
  /** How many removals of finalizers failed without being tried again for certain. */
  failedRemovals = 0;
  /** How many writes took effect without their controller being told. */
  answersLost = 0;
  /** When a controller last changed an object. */
  controllerActedMs = 0;
  /** Whether something was still planned when the run ended. */
  busy = false;

  constructor(circumstances: Circumstances) {
    this.circumstances = circumstances;
    this.knownAfterMs = effectiveDelayMs(circumstances);
  }

  /** Milliseconds since 1970 of an instant of the run. */
  instantMs(timeMs: number): number {
    return this.circumstances.epochMs + timeMs;
  }

  /** Whether a controller that acts now can know what happened at an instant. */
  isKnown(timeMs: number | undefined): boolean {
    if (timeMs === undefined || timeMs > this.nowMs - this.knownAfterMs) return false;
    // The view of a sync that ends shortly behind an outage may be from inside it.
    return this.circumstances.outages.every(
      ({ fromMs, toMs }) =>
        this.nowMs < fromMs || this.nowMs > toMs + this.knownAfterMs || timeMs < fromMs - this.knownAfterMs,
    );
  }

  /** When something last went wrong around the controllers, outages of watches included. */
  get lastDisturbedMs(): number {
    let lastMs = this.disturbedMs;
    for (const { fromMs, toMs } of this.circumstances.outages) {
      if (fromMs <= this.nowMs) lastMs = Math.max(lastMs, Math.min(toMs, this.nowMs));
    }
    return lastMs;
  }

  /** The Job that last had a name. */
  jobNamed(namespace: string, name: string): JobRecord | undefined {
    return this.#byKey.get(`${namespace}/${name}`);
  }

  /** Whether what happens now may be the work of a process that died, or be done in ignorance of such work. */
  get strays(): boolean {
    return this.nowMs <= this.strayUntilMs;
  }

  /** Takes in an entry that is no commit. */
  note(entry: LogEntry): void {
    this.nowMs = entry.timeMs;
    if (entry.kind === "request" && entry.error !== undefined && entry.actor !== "user")
      this.disturbedMs = entry.timeMs;
    if (entry.kind === "request" && entry.error !== undefined && entry.verb === "removeFinalizer")
      this.failedRemovals++;
    if (entry.kind === "request" && entry.error?.message.includes("answer was lost") === true) this.#lose(entry.verb);
    if (entry.kind !== "process") return;
    this.disturbedMs = entry.timeMs;
    this.running = entry.change === "started";
    const { apiLatencyMs } = this.circumstances;
    if (apiLatencyMs > 0) this.strayUntilMs = entry.timeMs + apiLatencyMs + this.knownAfterMs;
    if (this.running) this.startedMs = entry.timeMs;
  }

  /** Nobody told the controller what its call did: until its watches do, it acts in ignorance of its own work. */
  #lose(verb: Verb): void {
    this.answersLost++;
    if (verb === "create") for (const pod of this.#justCreated) pod.stray = true;
    let seenMs = this.nowMs + this.knownAfterMs;
    for (const { fromMs, toMs } of this.circumstances.outages) {
      if (fromMs <= seenMs && seenMs <= toMs + this.knownAfterMs) seenMs = toMs + 2 * this.knownAfterMs;
    }
    this.strayUntilMs = Math.max(this.strayUntilMs, seenMs);
  }

  /** Takes in a change of a Job. */
  takeJob({ object: job, type, timeMs, verb, actor, previous }: JobCommit): JobRecord {
    this.nowMs = timeMs;
    if (isController(actor)) this.controllerActedMs = timeMs;
    const { uid, namespace, name } = job.metadata;
    let record = this.jobs.get(uid);
    if (record === undefined) {
      const key = `${namespace}/${name}`;
      const successor = this.#byKey.has(key);
      record = {
        uid,
        key,
        createdMs: timeMs,
        job,
        gone: false,
        goneMs: Number.POSITIVE_INFINITY,
        pods: new Map(),
        living: new Set(),
        marked: 0,
        specs: [],
        meddled: false,
        listing: undefined,
        stuckBy: undefined,
        successor,
      };
      this.jobs.set(uid, record);
      this.#byKey.set(key, record);
    }
    record.job = job;
    record.listing = previous === undefined ? undefined : listingOf(previous, job);
    if (type === "DELETED") {
      record.gone = true;
      record.goneMs = timeMs;
    }
    if (verb === "updateStatus" && actor === "user") record.meddled = true;
    if (previous?.spec !== job.spec || previous.metadata.deletionTimestamp !== job.metadata.deletionTimestamp) {
      record.specs.push({ sinceMs: timeMs, job });
    }
    return record;
  }

  /** Remembers which pods a write listed, once the invariants have seen the write. */
  bookListing({ listing }: JobRecord): void {
    if (listing === undefined) return;
    for (const outcome of ["succeeded", "failed"] as const) {
      for (const uid of listing[outcome].added) {
        const pod = this.pods.get(uid);
        if (pod !== undefined) pod.listedAs ??= outcome;
      }
    }
  }

  /** Takes in a change of a pod. */
  takePod(commit: PodCommit): PodRecord {
    this.nowMs = commit.timeMs;
    const record = this.pods.get(commit.object.metadata.uid) ?? this.#addPod(commit);
    const { object: pod, previous, timeMs, type, actor } = commit;
    if (isController(actor)) this.controllerActedMs = timeMs;
    record.pod = pod;
    if (type === "DELETED") record.gone = true;
    if (isTerminal(pod)) record.terminalMs ??= timeMs;
    if (pod.metadata.deletionTimestamp !== undefined && record.markedMs === undefined) {
      record.markedMs = timeMs;
      if (record.job?.living.has(record) === true) record.job.marked++;
    }
    if (previous !== undefined) {
      if (hasFinalizer(previous) && !hasFinalizer(pod)) {
        record.releasedMs = timeMs;
        record.forgotten = record.terminalMs !== undefined && !this.isKnown(record.terminalMs);
      }
      if (actor === "user" && tampers(pod, previous)) record.meddled = true;
      if (pod.metadata.ownerReferences !== previous.metadata.ownerReferences)
        this.#moveTo(record, controllerUidOf(pod));
      if (pod.metadata.annotations !== previous.metadata.annotations) record.index = indexOf(pod);
    }
    if (record.meddled && record.job !== undefined) record.job.meddled = true;
    if (record.gone || record.terminalMs !== undefined) this.#endLife(record);
    return record;
  }

  #endLife(record: PodRecord): void {
    if (record.job?.living.delete(record) === true && record.markedMs !== undefined) record.job.marked--;
  }

  #addPod({ object: pod, timeMs, actor }: PodCommit): PodRecord {
    const record: PodRecord = {
      uid: pod.metadata.uid,
      createdMs: timeMs,
      createdBy: actor,
      pod,
      job: undefined,
      index: indexOf(pod),
      terminalMs: undefined,
      markedMs: undefined,
      releasedMs: undefined,
      gone: false,
      meddled: actor === "user",
      stray: this.strays,
      listedAs: undefined,
      forgotten: false,
    };
    this.pods.set(record.uid, record);
    if (this.#justCreated[0]?.createdMs !== timeMs) this.#justCreated = [];
    this.#justCreated.push(record);
    this.#moveTo(record, controllerUidOf(pod));
    return record;
  }

  #moveTo(record: PodRecord, jobUid: string | undefined): void {
    const job = jobUid === undefined ? undefined : this.jobs.get(jobUid);
    if (job === record.job) return;
    this.#endLife(record);
    if (record.job !== undefined && record.meddled) record.job.meddled = true;
    record.job = job;
    if (job === undefined) return;
    job.pods.set(record.uid, record);
    if (record.gone || record.terminalMs !== undefined) return;
    job.living.add(record);
    if (record.markedMs !== undefined) job.marked++;
  }
}

function listingOf(previous: Job, job: Job): Listing | undefined {
  if (previous.status.uncountedTerminatedPods === job.status.uncountedTerminatedPods) return undefined;
  return {
    succeeded: difference(listedSucceeded(previous), listedSucceeded(job)),
    failed: difference(listedFailed(previous), listedFailed(job)),
  };
}

function isController(actor: Actor): boolean {
  return actor !== "user" && actor !== "kubelet" && actor !== "garbage-collector";
}
