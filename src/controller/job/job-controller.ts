/**
 * The Job controller as a process: views of Jobs and pods, queues with their workers, and the memory that syncs share.
 *
 * All of it is lost when the process stops; a new one starts from fresh lists.
 */

import type { Job } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { Collection } from "../../apiserver/collection.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { JobCommit, PodCommit } from "../../apiserver/log.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { EventCorrelator } from "../event-correlator.ts";
import { Expectations } from "../expectations.ts";
import { Informer } from "../informer.ts";
import type { Client, Process } from "../process.ts";
import { exponentialDelay, WorkQueue } from "../work-queue.ts";
import { WorkerPool } from "../worker-pool.ts";
import { JOB_WORKERS, SYNC_RETRY_BASE_MS, SYNC_RETRY_MAX_MS } from "./constants.ts";
import type { EventType, JobControllerSwitches, SyncEnvironment } from "./environment.ts";
import { comparePods } from "./list-order.ts";
import { type OrphanWork, orphanKey, releaseOrphans } from "./orphans.ts";
import { PodView } from "./pod-view.ts";
import { syncJob } from "./sync.ts";
import { onJobCommit, onJobListed, onPodCommit, onPodListed, type TriggerTargets } from "./triggers.ts";
import { WriteTracker } from "./write-tracker.ts";

export interface JobControllerOptions {
  readonly switches: JobControllerSwitches;
  readonly client: Client;
  readonly watchLagMs: { readonly jobs: number; readonly pods: number };
}

export class JobController {
  readonly #server: ApiServer;
  readonly #jobs = new Collection<Job>();
  readonly #pods = new PodView();
  readonly #queue: WorkQueue;
  readonly #orphanQueue: WorkQueue;
  readonly #orphanWork = new Map<string, OrphanWork>();
  readonly #jobInformer: Informer<JobCommit>;
  readonly #podInformer: Informer<PodCommit>;
  readonly #triggers: TriggerTargets;
  readonly #environment: SyncEnvironment;
  readonly #events = new EventCorrelator();

  constructor(loop: EventLoop, server: ApiServer, options: JobControllerOptions) {
    const { storage } = server;
    const { switches, client, watchLagMs } = options;
    this.#server = server;
    const timerPhase = switches.timerOrder === "beforeWorld" ? Phase.timer : Phase.control;
    this.#queue = new WorkQueue(loop, exponentialDelay(SYNC_RETRY_BASE_MS, SYNC_RETRY_MAX_MS), timerPhase);
    this.#orphanQueue = new WorkQueue(loop, exponentialDelay(SYNC_RETRY_BASE_MS, SYNC_RETRY_MAX_MS));
    this.#jobInformer = new Informer(loop, watchLagMs.jobs, storage.resourceVersion, (commit) => this.#seeJob(commit));
    this.#podInformer = new Informer(loop, watchLagMs.pods, storage.resourceVersion, (commit) => this.#seePod(commit));
    const expectations = new Expectations(() => storage.timeMs);
    const backoff: SyncEnvironment["backoff"] = new Map();
    const instantMs = () => storage.instantMs;
    const writes = new WriteTracker(() => ({
      jobs: this.#jobInformer.resourceVersion,
      pods: this.#podInformer.resourceVersion,
    }));
    this.#triggers = {
      jobs: this.#jobs,
      queue: this.#queue,
      expectations,
      instantMs,
      enqueueOrphans: (work) => this.#enqueueOrphans(work),
      dropBackoff: (key) => backoff.delete(key),
    };
    this.#environment = {
      switches,
      jobs: this.#jobs,
      pods: this.#pods,
      queue: this.#queue,
      expectations,
      backoff,
      finishedUids: new Set(),
      compareListed: comparePods(switches.podListOrder),
      instantMs,
      recordEvent: (job, type, reason, message) => this.#recordEvent(job, type, reason, message),
      wrote: (key, resource, version) => writes.wrote(key, resource, version),
      staleness: (key) => writes.staleness(key),
      forgetWrites: (key) => writes.forget(key),
    };
    new WorkerPool(loop, client, this.#queue, JOB_WORKERS, (key) => syncJob(this.#environment, key));
    new WorkerPool(loop, client, this.#orphanQueue, JOB_WORKERS, (key) => this.#syncOrphans(key), Phase.cleanUp);
  }

  /** Takes over what is stored now, and follows every later commit. */
  start(): void {
    const lists = [() => this.#listJobs(), () => this.#listPods()];
    if (this.#environment.switches.firstList === "pods") lists.reverse();
    for (const list of lists) list();
    this.#server.storage.log.follow((entry) => {
      if (entry.kind !== "commit") return;
      if (entry.resource === "jobs") this.#jobInformer.committed(entry);
      else this.#podInformer.committed(entry);
    });
  }

  /** Ends the process: nothing more is seen or begun. Syncs that run go on as long as their client lets them. */
  stop(): void {
    this.#queue.stop();
    this.#orphanQueue.stop();
    this.#jobInformer.stop();
    this.#podInformer.stop();
  }

  #listJobs(): void {
    for (const job of this.#server.jobs.jobs) {
      this.#jobs.set(job);
      onJobListed(this.#triggers, job);
    }
  }

  #listPods(): void {
    for (const pod of this.#server.pods.pods) {
      this.#pods.add(pod);
      onPodListed(this.#triggers, pod);
    }
  }

  #seeJob(commit: JobCommit): void {
    const { namespace, name, uid } = commit.object.metadata;
    if (commit.type === "DELETED") {
      this.#jobs.delete(namespace, name);
      this.#environment.finishedUids.delete(uid);
      this.#pods.forgetController(uid);
    } else this.#jobs.set(commit.object);
    onJobCommit(this.#triggers, commit);
  }

  #seePod(commit: PodCommit): void {
    this.#pods.apply(commit);
    onPodCommit(this.#triggers, commit);
  }

  #enqueueOrphans(work: OrphanWork): void {
    const key = orphanKey(work);
    this.#orphanWork.set(key, work);
    this.#orphanQueue.add(key);
  }

  *#syncOrphans(key: string): Process<ApiError | undefined> {
    const work = this.#orphanWork.get(key);
    if (work === undefined) return undefined;
    const error = yield* releaseOrphans(work, this.#jobs, this.#pods);
    if (error === undefined) this.#orphanWork.delete(key);
    return error;
  }

  #recordEvent(job: Job, type: EventType, reason: string, message: string): void {
    const { namespace, name: jobName, uid } = job.metadata;
    const { timeMs, log } = this.#server.storage;
    const posted = this.#events.correlate({ objectUid: uid, type, reason, message }, timeMs);
    if (posted === undefined) return;
    log.append({ kind: "event", timeMs, actor: "job-controller", namespace, jobName, type, reason, ...posted });
  }
}
