/**
 * The Job controller as a process: caches of Jobs and pods, queues with their workers, and the state that syncs share.
 *
 * All of this is lost when the process stops; a new process starts from fresh lists.
 */

import type { Job } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { Collection } from "../../apiserver/collection.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { JobCommit, LogEntry, PodCommit } from "../../apiserver/log.ts";
import { PackedCommits } from "../../apiserver/packed-commits.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { EventRecorder } from "../event-recorder.ts";
import { Expectations } from "../expectations.ts";
import { Informer } from "../informer.ts";
import { directListWatch, type ListWatch } from "../list-watch.ts";
import type { Client, Process } from "../process.ts";
import { exponentialDelay, WorkQueue } from "../work-queue.ts";
import { WorkerPool } from "../worker-pool.ts";
import { type Chance, DEFAULT_CHANCE } from "./chance.ts";
import { ERROR_RETRY, JOB_WORKERS } from "./constants.ts";
import type { OnDecision } from "./decisions.ts";
import type { SyncEnvironment } from "./environment.ts";
import { comparePods } from "./list-order.ts";
import { type OrphanWork, orphanKey, releaseOrphans } from "./orphans.ts";
import { PodView } from "./pod-view.ts";
import type { JobControllerSwitches } from "./switches.ts";
import { syncJob } from "./sync.ts";
import { onJobCommit, onJobListed, onPodCommit, onPodListed, type TriggerTargets } from "./triggers.ts";
import { WriteTracker } from "./write-tracker.ts";

export interface JobControllerOptions {
  readonly switches: JobControllerSwitches;
  /** Defaults to the most likely choices. */
  readonly chance?: Chance;
  readonly client: Client;
  readonly watchLagMs: { readonly jobs: number; readonly pods: number };
  /** Defaults to lists and watches straight from the server. */
  readonly listWatch?: ListWatch | undefined;
  /** Syncs in parallel; defaults to that of kube-controller-manager. */
  readonly concurrentSyncs?: number | undefined;
  /** Called with the rule behind each decision. */
  readonly onDecision?: OnDecision | undefined;
}

export class JobController {
  readonly #listWatch: ListWatch;
  readonly #jobs = new Collection<Job>();
  readonly #pods: PodView;
  readonly #chance: Chance;
  readonly #queue: WorkQueue;
  readonly #orphanQueue: WorkQueue;
  readonly #orphanWork = new Map<string, OrphanWork>();
  readonly #jobInformer: Informer<JobCommit>;
  readonly #podInformer: Informer<PodCommit>;
  readonly #triggers: TriggerTargets;
  readonly #environment: SyncEnvironment;
  readonly #recorder: EventRecorder;

  constructor(loop: EventLoop, server: ApiServer, options: JobControllerOptions) {
    const { storage } = server;
    const {
      switches,
      chance = DEFAULT_CHANCE,
      client,
      watchLagMs,
      listWatch = directListWatch(server),
      concurrentSyncs = JOB_WORKERS,
      onDecision,
    } = options;
    this.#listWatch = listWatch;
    this.#chance = chance;
    this.#pods = new PodView(switches);
    this.#recorder = new EventRecorder(storage, client, "job-controller", switches.eventBudget);
    const timerPhase = chance.timerOrder === "afterWorld" ? Phase.control : Phase.timer;
    const { baseMs, maxMs } = ERROR_RETRY[switches.errorRetry];
    this.#queue = new WorkQueue(loop, exponentialDelay(baseMs, maxMs), timerPhase, "jobs");
    this.#orphanQueue = new WorkQueue(loop, exponentialDelay(baseMs, maxMs), Phase.control, "orphans");
    const { resourceVersion, isComplete } = listWatch;
    // A packed commit does not say what was before it, which only the commits before it can tell.
    const packing = isComplete && watchLagMs.pods === 0 ? new PackedCommits() : undefined;
    this.#jobInformer = new Informer(loop, watchLagMs.jobs, resourceVersion, (commit) => this.#seeJob(commit));
    this.#podInformer = new Informer(loop, watchLagMs.pods, resourceVersion, (commit) => this.#seePod(commit), {
      packing,
    });
    const expectations = new Expectations(() => storage.timeMs);
    const backoff: SyncEnvironment["backoff"] = new Map();
    const instantMs = () => storage.instantMs;
    const writes = new WriteTracker(() => ({
      jobs: this.#jobInformer.resourceVersion,
      pods: this.#podInformer.resourceVersion,
    }));
    this.#triggers = {
      switches,
      podsOf: (uid) => this.#pods.latestOf(uid),
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
      answersAtOnce: client.answersAtOnce,
      compareListed: comparePods(chance.podListOrder),
      instantMs,
      because: onDecision && ((key, rule, numbers) => onDecision({ timeMs: storage.timeMs, key, rule, numbers })),
      recordEvent: (job, type, reason, message) => this.#recorder.event(job, type, reason, message),
      wrote: (key, resource, version) => writes.wrote(key, resource, version),
      staleness: (key) => writes.staleness(key),
      forgetWrites: (key) => writes.forget(key),
    };
    new WorkerPool(loop, client, this.#queue, concurrentSyncs, (key) => syncJob(this.#environment, key));
    const orphanWorkers = switches.orphanQueue === "perPod" ? 1 : concurrentSyncs;
    const cleanUpPhase = chance.cleanUp === "beforeSyncs" ? Phase.cleanUp : Phase.late;
    new WorkerPool(loop, client, this.#orphanQueue, orphanWorkers, (key) => this.#syncOrphans(key), cleanUpPhase);
  }

  /** Reads the initial lists and follows every commit after that. */
  start(): void {
    const lists = [() => this.#listJobs(), () => this.#listPods()];
    if (this.#chance.firstList === "pods") lists.reverse();
    for (const list of lists) list();
    const listener = (entry: LogEntry) => {
      if (entry.kind !== "commit") return;
      if (entry.resource === "jobs") this.#jobInformer.committed(entry);
      else if (entry.resource === "pods") this.#podInformer.committed(entry);
    };
    const informers = new Map<string, Informer<JobCommit> | Informer<PodCommit>>([
      ["jobs", this.#jobInformer],
      ["pods", this.#podInformer],
    ]);
    const listed = (resource: string, version: number) => informers.get(resource)?.listed(version);
    this.#listWatch.follow(listener, listed, [...informers.keys()]);
  }

  /** Ends the process: it sees and starts nothing more. Running syncs continue as long as their client lets them. */
  stop(): void {
    this.#recorder.stop();
    this.#queue.stop();
    this.#orphanQueue.stop();
    this.#jobInformer.stop();
    this.#podInformer.stop();
  }

  #listJobs(): void {
    for (const job of this.#listWatch.jobs) {
      this.#jobs.set(job);
      onJobListed(this.#triggers, job);
    }
  }

  #listPods(): void {
    for (const [slot, pod] of this.#listWatch.pods.entries()) {
      this.#pods.add(slot, pod);
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
    const error = yield* releaseOrphans(work, this.#jobs, this.#pods, this.#environment.switches.orphanRespectsOthers);
    if (error === undefined) this.#orphanWork.delete(key);
    return error;
  }
}
