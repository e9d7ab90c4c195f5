/**
 * The CronJob controller as a process: caches of CronJobs and Jobs, and a queue with its workers.
 *
 * All of this is lost when the process stops; a new process starts from fresh lists.
 */

import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import type { CronJob } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import type { JobCommit } from "../../apiserver/log.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { EventRecorder } from "../event-recorder.ts";
import { Informer } from "../informer.ts";
import { directListWatch, type ListWatch } from "../list-watch.ts";
import type { Client, Process } from "../process.ts";
import { SharedInformer } from "../shared-informer.ts";
import { TokenBucket } from "../token-bucket.ts";
import { defaultRetryDelay, type RetryDelay, WorkQueue } from "../work-queue.ts";
import { type SyncResult, WorkerPool } from "../worker-pool.ts";
import { CRON_JOB_WORKERS, RETRY_LIMIT } from "./constants.ts";
import type { CronJobEnvironment, RecordEvent } from "./environment.ts";
import { OwnedJobs } from "./owned-jobs.ts";
import type { CronJobSwitches } from "./switches.ts";
import { syncCronJob } from "./sync.ts";
import { type CronTriggerTargets, keyOf, onCronJobUpdated, onJobCommit, onJobListed } from "./triggers.ts";

export interface CronJobControllerOptions {
  readonly switches: CronJobSwitches;
  readonly client: Client;
  readonly watchLagMs: { readonly jobs: number; readonly cronJobs: number };
  /** Defaults to lists and watches straight from the server. */
  readonly listWatch?: ListWatch | undefined;
  /** Syncs in parallel; defaults to that of kube-controller-manager. */
  readonly concurrentSyncs?: number | undefined;
  /** Receives the Events; by default they are posted as Kubernetes posts them. */
  readonly recordEvent?: RecordEvent | undefined;
}

export class CronJobController {
  readonly #listWatch: ListWatch;
  readonly #jobs = new OwnedJobs();
  readonly #queue: WorkQueue;
  readonly #cronJobs: SharedInformer<CronJob>;
  readonly #jobInformer: Informer<JobCommit>;
  readonly #triggers: CronTriggerTargets;
  readonly #environment: CronJobEnvironment;
  #watchesJobs = false;

  constructor(loop: EventLoop, server: ApiServer, options: CronJobControllerOptions) {
    const { switches, client, watchLagMs, listWatch = directListWatch(server) } = options;
    const { storage } = server;
    this.#listWatch = listWatch;
    this.#queue = new WorkQueue(loop, controllerRetryDelay(loop), Phase.control, "cronjobs");
    const enqueue = (cronJob: CronJob) => {
      this.#watchJobs();
      this.#queue.add(keyOf(cronJob));
    };
    this.#cronJobs = new SharedInformer(loop, listWatch, CRON_JOB, watchLagMs.cronJobs, {
      add: enqueue,
      update: (cronJob, previous) => onCronJobUpdated(this.#triggers, cronJob, previous),
      delete: enqueue,
    });
    this.#jobInformer = new Informer(loop, watchLagMs.jobs, listWatch.resourceVersion, (commit) => this.#see(commit), {
      inTurns: true,
    });
    const instantMs = () => storage.instantMs;
    const recorder = new EventRecorder(storage, client, "cronjob-controller");
    const recordEvent: RecordEvent = options.recordEvent ?? ((...event) => recorder.event(...event));
    this.#triggers = { cronJobs: this.#cronJobs.cache, queue: this.#queue, instantMs, recordEvent };
    this.#environment = {
      switches,
      cronJobs: this.#cronJobs.cache,
      jobsOf: (namespace, name) => this.#jobs.of(namespace, name),
      instantMs,
      recordEvent,
    };
    const { concurrentSyncs = CRON_JOB_WORKERS } = options;
    new WorkerPool(loop, client, this.#queue, concurrentSyncs, (key) => this.#sync(key), Phase.control, true);
  }

  /** Reads the initial lists and follows every commit after that. */
  start(): void {
    this.#cronJobs.start();
    this.#listWatch.follow(
      (entry) => {
        if (!this.#watchesJobs || entry.kind !== "commit" || entry.resource !== "jobs") return;
        this.#jobInformer.committed(entry);
      },
      (resource, version) => {
        if (resource === "jobs") this.#jobInformer.listed(version);
      },
      ["jobs"],
    );
  }

  /** Jobs are only listed once there is a CronJob: most runs have none. */
  #watchJobs(): void {
    if (this.#watchesJobs) return;
    this.#watchesJobs = true;
    for (const job of this.#listWatch.jobs) {
      this.#jobs.set(job, undefined);
      onJobListed(this.#triggers, job);
    }
  }

  /** Ends the process: it sees and starts nothing more. Running syncs continue as long as their client lets them. */
  stop(): void {
    this.#queue.stop();
    this.#cronJobs.stop();
    this.#jobInformer.stop();
  }

  /** The failures of a key are only reset if the sync requeues it. */
  *#sync(key: string): Process<SyncResult> {
    const end = yield* syncCronJob(this.#environment, key);
    if (end.kind === "error") return end.error;
    if (end.kind === "rest") return "keepRetries";
    this.#queue.addAfter(key, end.delayMs);
    return undefined;
  }

  #see(commit: JobCommit): void {
    if (commit.type === "DELETED") this.#jobs.delete(commit.object);
    else this.#jobs.set(commit.object, commit.previous);
    onJobCommit(this.#triggers, commit);
  }
}

/** Exponential backoff per key, and a token bucket for all keys (client-go: `DefaultControllerRateLimiter`). */
function controllerRetryDelay(loop: EventLoop): RetryDelay {
  const bucket = new TokenBucket(RETRY_LIMIT);
  return (failures) => Math.max(defaultRetryDelay(failures), bucket.reserve(loop.nowMs) - loop.nowMs);
}
