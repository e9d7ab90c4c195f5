/**
 * The CronJob controller as a process: views of CronJobs and Jobs, and a queue with its workers.
 *
 * All of it is lost when the process stops; a new one starts from fresh lists.
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
import { exponentialDelay, type RetryDelay, WorkQueue } from "../work-queue.ts";
import { type SyncResult, WorkerPool } from "../worker-pool.ts";
import { CRON_JOB_WORKERS, RETRY_BASE_MS, RETRY_LIMIT, RETRY_MAX_MS } from "./constants.ts";
import type { CronJobEnvironment, RecordEvent } from "./environment.ts";
import { OwnedJobs } from "./owned-jobs.ts";
import type { CronJobSwitches } from "./switches.ts";
import { syncCronJob } from "./sync.ts";
import { type CronTriggerTargets, keyOf, onCronJobUpdated, onJobCommit, onJobListed } from "./triggers.ts";

export interface CronJobControllerOptions {
  readonly switches: CronJobSwitches;
  readonly client: Client;
  readonly watchLagMs: { readonly jobs: number; readonly cronJobs: number };
  /** Straight from the server if absent. */
  readonly listWatch?: ListWatch | undefined;
  /** Syncs in parallel; the default of kube-controller-manager if absent. */
  readonly concurrentSyncs?: number | undefined;
  /** Takes the Events; they are posted as Kubernetes posts them if it is absent. */
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

  /** Takes over what is stored now, and follows every later commit. */
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
    );
  }

  /** Most runs have no CronJob, and then nobody need look at Jobs: they are listed once there is one. */
  #watchJobs(): void {
    if (this.#watchesJobs) return;
    this.#watchesJobs = true;
    for (const job of this.#listWatch.jobs) {
      this.#jobs.set(job, undefined);
      onJobListed(this.#triggers, job);
    }
  }

  /** Ends the process: nothing more is seen or begun. Syncs that run go on as long as their client lets them. */
  stop(): void {
    this.#queue.stop();
    this.#cronJobs.stop();
    this.#jobInformer.stop();
  }

  /** A key that rests keeps its count of failures: only one that is to come back starts afresh. */
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

/** The retries of one key grow apart, and those of all share a bucket (client-go: `DefaultControllerRateLimiter`). */
function controllerRetryDelay(loop: EventLoop): RetryDelay {
  const ofKey = exponentialDelay(RETRY_BASE_MS, RETRY_MAX_MS);
  const bucket = new TokenBucket(RETRY_LIMIT);
  return (failures) => Math.max(ofKey(failures), bucket.reserve(loop.nowMs) - loop.nowMs);
}
