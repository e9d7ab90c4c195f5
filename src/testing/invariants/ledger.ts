/**
 * What all invariants need to know about a run, kept once: Jobs, their pods, and what the controllers could know when.
 *
 * It is a reader of the log and takes in one entry at a time, at a cost that does not depend on the size of the world.
 */

import { isFinished } from "../../api/finished-job.ts";
import type { Actor, JobCommit, LogEntry, PodCommit, ProcessChange, RequestEntry, Verb } from "../../apiserver/log.ts";
import { type Circumstances, effectiveDelayMs } from "./circumstances.ts";
import { controllerUidOf, hasFinalizer, indexOf, isTerminal, tampers } from "./pod-reading.ts";
import { type JobRecord, listingOf, newJobRecord, newPodRecord, type PodRecord } from "./records.ts";

export type { Circumstances } from "./circumstances.ts";
export type { JobRecord, PodRecord } from "./records.ts";

/** What invariants know about the Jobs and pods of a run. */
export class Ledger {
  readonly jobs = new Map<string, JobRecord>();
  readonly pods = new Map<string, PodRecord>();
  readonly circumstances: Circumstances;
  readonly #byKey = new Map<string, JobRecord>();
  #justCreated: PodRecord[] = [];
  /** What happened at least this long ago is known to a controller that acts now. */
  readonly knownAfterMs: number;
  nowMs = 0;
  /** How many entries of the log have been taken in. */
  entries = 0;
  /** When something last went wrong around the controllers: a call failed, or their process was down. */
  disturbedMs = Number.NEGATIVE_INFINITY;
  /** Since when one process, and no other, has seen and remembered everything; infinite while there are two. */
  startedMs = 0;
  running = true;
  /** Processes in addition to the one that holds the lease. */
  rivals = 0;
  /** Until then the remaining process may not have seen everything that the other did. */
  rivalUntilMs = Number.NEGATIVE_INFINITY;
  /** Until then calls of a dead process may still take effect, which the next one cannot know about. */
  strayUntilMs = Number.NEGATIVE_INFINITY;
  /** Until then a controller may not have seen what a write did whose answer it never got. */
  lostUntilMs = Number.NEGATIVE_INFINITY;
  /** When a controller last changed an object. */
  controllerActedMs = 0;
  /** Whether something was still pending when the run ended. */
  busy = false;

  constructor(circumstances: Circumstances) {
    this.circumstances = circumstances;
    this.knownAfterMs = effectiveDelayMs(circumstances);
  }

  /** Milliseconds since 1970 of an instant of the run. */
  instantMs(timeMs: number): number {
    return this.circumstances.epochMs + timeMs;
  }

  /** Whether a controller that acts now, or at another instant, can know what happened at an instant. */
  isKnown(timeMs: number | undefined, actsMs = this.nowMs): boolean {
    if (timeMs === undefined || timeMs > actsMs - this.knownAfterMs) return false;
    // The view of a sync that ends shortly after an outage may be from inside it.
    return this.circumstances.outages.every(
      ({ fromMs, toMs }) => actsMs < fromMs || actsMs > toMs + this.knownAfterMs || timeMs < fromMs - this.knownAfterMs,
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

  /**
   * Whether what happens now may be the work of a process that died or has lost its lease, or be done in ignorance of
   * such work. Two processes whose views are never late see everything that the other does.
   */
  get strays(): boolean {
    return this.nowMs <= this.strayUntilMs || (this.rivals > 0 && this.#viewsMayBeLate);
  }

  get #viewsMayBeLate(): boolean {
    return this.knownAfterMs > 0 || this.circumstances.outages.length > 0;
  }

  /** Whether a controller that acts at an instant may have its view from a list older than what it had seen before. */
  looksBackAt(actsMs: number): boolean {
    return this.circumstances.staleLists.some(
      ({ fromMs, toMs }) => fromMs <= actsMs && actsMs <= toMs + this.knownAfterMs,
    );
  }

  /** Takes in an entry that is not a commit. */
  note(entry: LogEntry): void {
    this.nowMs = entry.timeMs;
    if (entry.kind === "request" && entry.error !== undefined && entry.actor !== "user")
      this.disturbedMs = entry.timeMs;
    if (entry.kind === "request" && entry.error !== undefined && entry.verb === "removeFinalizer") {
      this.#noteFailedRemoval(entry);
    }
    if (entry.kind === "request" && entry.error?.isAnswerLost === true) this.#lose(entry.verb);
    if (entry.kind === "replica") this.disturbedMs = entry.timeMs;
    if (entry.kind !== "process") return;
    this.disturbedMs = entry.timeMs;
    this.#follow(entry.change);
    const { apiLatencyMs } = this.circumstances;
    if (apiLatencyMs > 0) this.strayUntilMs = entry.timeMs + apiLatencyMs + this.knownAfterMs;
  }

  #follow(change: ProcessChange): void {
    if (change === "joined") this.rivals++;
    else if (change === "left") this.rivals--;
    else this.running = change === "started";
    if (change !== "stopped") this.startedMs = this.rivals === 0 ? this.nowMs : Number.POSITIVE_INFINITY;
    if (change !== "left") return;
    // The other sees the last actions of the older one when its watches deliver them.
    this.rivalUntilMs = this.#seenMs();
    this.strayUntilMs = Math.max(this.strayUntilMs, this.rivalUntilMs);
  }

  #noteFailedRemoval({ namespace, name }: RequestEntry): void {
    for (const record of this.pods.values()) {
      const { metadata } = record.pod;
      if (record.gone || metadata.name !== name || metadata.namespace !== namespace) continue;
      record.removalFailed = true;
      if (record.job !== undefined) record.job.failedRemovals++;
    }
  }

  /**
   * The controller does not know what its call did: until its watches show it, it acts in ignorance of its own work.
   */
  #lose(verb: Verb): void {
    if (verb === "create") for (const pod of this.#justCreated) pod.stray = true;
    this.lostUntilMs = this.#seenMs();
    this.strayUntilMs = Math.max(this.strayUntilMs, this.lostUntilMs);
  }

  /** When everyone has seen what happens now. */
  #seenMs(): number {
    let seenMs = this.nowMs + this.knownAfterMs;
    for (const { fromMs, toMs } of this.circumstances.outages) {
      if (fromMs <= seenMs && seenMs <= toMs + this.knownAfterMs) seenMs = toMs + 2 * this.knownAfterMs;
    }
    return seenMs;
  }

  /** Takes in a change of a Job. */
  takeJob(commit: JobCommit): JobRecord {
    const { object: job, type, timeMs, verb, actor, previous } = commit;
    this.nowMs = timeMs;
    if (isController(actor)) this.controllerActedMs = timeMs;
    const { uid, namespace, name } = job.metadata;
    let record = this.jobs.get(uid);
    if (record === undefined) {
      const key = `${namespace}/${name}`;
      const successor = this.#byKey.has(key);
      record = newJobRecord(commit, key, successor);
      this.jobs.set(uid, record);
      this.#byKey.set(key, record);
    }
    record.job = job;
    record.listing = listingOf(previous, job);
    if (type === "DELETED") {
      record.gone = true;
      record.goneMs = timeMs;
    }
    if (verb === "updateStatus") {
      if (actor === "user") record.tampered = true;
      else record.writers.add(actor);
    }
    if (previous?.spec !== job.spec || previous.metadata.deletionTimestamp !== job.metadata.deletionTimestamp) {
      record.specs.push({ sinceMs: timeMs, job });
    }
    return record;
  }

  /** Remembers which pods a write listed and counted, once the invariants have seen the write. */
  bookListing({ listing }: JobRecord): void {
    if (listing === undefined) return;
    for (const outcome of ["succeeded", "failed"] as const) {
      for (const uid of listing[outcome].added) {
        const pod = this.pods.get(uid);
        if (pod === undefined || pod.listedAs !== undefined) continue;
        pod.listedAs = outcome;
        pod.listedLate = !hasFinalizer(pod.pod);
      }
      for (const uid of listing[outcome].removed) {
        const pod = this.pods.get(uid);
        if (pod !== undefined && !pod.gone && hasFinalizer(pod.pod)) pod.countedEarly = true;
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
        record.forgotten ||= record.terminalMs !== undefined && !this.isKnown(record.terminalMs);
      }
      if (isTerminal(previous) && pod.status !== previous.status) record.amendedMs = timeMs;
      if (actor === "user" && tampers(pod, previous)) record.tampered = true;
      if (pod.metadata.ownerReferences !== previous.metadata.ownerReferences)
        this.#moveTo(record, controllerUidOf(pod));
      if (pod.metadata.annotations !== previous.metadata.annotations) record.index = indexOf(pod);
    }
    if (record.tampered && record.job !== undefined) record.job.tampered = true;
    if (record.gone || record.terminalMs !== undefined) this.#endLife(record);
    if (pod.status.phase === "Failed" && hasFinalizer(pod)) record.job?.heldFailures.add(record);
    return record;
  }

  #endLife(record: PodRecord): void {
    if (record.job?.living.delete(record) === true && record.markedMs !== undefined) record.job.marked--;
  }

  #addPod(commit: PodCommit): PodRecord {
    const { object: pod, timeMs } = commit;
    const record = newPodRecord(commit, this.strays);
    this.pods.set(record.uid, record);
    if (this.#justCreated[0]?.createdMs !== timeMs) this.#justCreated = [];
    this.#justCreated.push(record);
    this.#moveTo(record, controllerUidOf(pod));
    record.stray ||= record.job !== undefined && isFinished(record.job.job);
    return record;
  }

  #moveTo(record: PodRecord, jobUid: string | undefined): void {
    const job = jobUid === undefined ? undefined : this.jobs.get(jobUid);
    if (job === record.job) return;
    this.#endLife(record);
    if (record.job !== undefined && record.tampered) record.job.tampered = true;
    // The garbage collector also orphans pods that have not been counted yet (semantics 07, section 10).
    if (record.terminalMs !== undefined && record.listedAs === undefined) record.forgotten = true;
    record.job = job;
    if (job === undefined) return;
    job.pods.set(record.uid, record);
    if (record.gone || record.terminalMs !== undefined) return;
    job.living.add(record);
    if (record.markedMs !== undefined) job.marked++;
  }
}

/** Those that treat objects as they like: users, kubelets, and who cleans up behind deletions. */
const OTHERS: ReadonlySet<Actor> = new Set(["user", "kubelet", "garbage-collector", "namespace-controller"]);

/** Whether an actor is a controller, by whatever name. */
export function isController(actor: Actor): boolean {
  return !OTHERS.has(actor);
}
