/** The TTL-after-finished controller: deletes Jobs some time after they have finished (semantics 07, section 11). */

import { finishedCondition } from "../../api/finished-job.ts";
import { isOfKind } from "../../api/kinds/kind.ts";
import { JOB } from "../../api/kinds/workloads.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { Job } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { Collection } from "../../apiserver/collection.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { JobCommit } from "../../apiserver/log.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { Informer } from "../informer.ts";
import { directListWatch, type ListWatch } from "../list-watch.ts";
import type { Client, Process } from "../process.ts";
import { defaultRetryDelay, WorkQueue } from "../work-queue.ts";
import { WorkerPool } from "../worker-pool.ts";

/** Workers of the controller (`--concurrent-ttl-after-finished-syncs`). */
const TTL_WORKERS = 5;

/** When a finished Job with a TTL expires, in milliseconds since 1970; `undefined` for any other Job. */
export function expiryOf(job: Job): number | undefined {
  const { metadata, spec } = job;
  if (spec.ttlSecondsAfterFinished === undefined || metadata.deletionTimestamp !== undefined) return undefined;
  const finished = finishedCondition(job);
  if (finished?.lastTransitionTime === undefined) return undefined;
  return parseTimestamp(finished.lastTransitionTime) + spec.ttlSecondsAfterFinished * 1000;
}

export class TtlController {
  readonly #server: ApiServer;
  readonly #listWatch: ListWatch;
  readonly #jobs = new Collection<Job>();
  readonly #queue: WorkQueue;
  readonly #informer: Informer<JobCommit>;

  /**
   * @param watchLagMs how late the controller sees changes of Jobs, 0 or more
   * @param listWatch defaults to lists and watches straight from the server
   */
  constructor(
    loop: EventLoop,
    server: ApiServer,
    client: Client,
    watchLagMs: number,
    listWatch: ListWatch = directListWatch(server),
  ) {
    this.#server = server;
    this.#listWatch = listWatch;
    this.#queue = new WorkQueue(loop, defaultRetryDelay, Phase.control, "ttl");
    this.#informer = new Informer(loop, watchLagMs, listWatch.resourceVersion, (commit) => this.#seeJob(commit));
    new WorkerPool(loop, client, this.#queue, TTL_WORKERS, (key) => this.#sync(key));
  }

  /** Reads the initial list of Jobs and follows every commit of a Job after that. */
  start(): void {
    for (const job of this.#listWatch.jobs) this.#consider(job);
    this.#listWatch.follow(
      (entry) => {
        if (entry.kind === "commit" && entry.resource === "jobs") this.#informer.committed(entry);
      },
      undefined,
      ["jobs"],
    );
  }

  stop(): void {
    this.#queue.stop();
    this.#informer.stop();
  }

  #seeJob({ type, object }: JobCommit): void {
    const { namespace, name } = object.metadata;
    if (type === "DELETED") this.#jobs.delete(namespace, name);
    else this.#consider(object);
  }

  #consider(job: Job): void {
    this.#jobs.set(job);
    if (expiryOf(job) !== undefined) this.#queue.add(`${job.metadata.namespace}/${job.metadata.name}`);
  }

  *#sync(key: string): Process<ApiError | undefined> {
    const separator = key.indexOf("/");
    const [namespace, name] = [key.slice(0, separator), key.slice(separator + 1)];
    const cached = this.#jobs.get(namespace, name);
    if (cached === undefined || !this.#isExpired(key, cached)) return undefined;
    // The cache may be stale: the live object decides.
    const [live] = yield [{ resource: "jobs", verb: "get", namespace, name }];
    if (live?.ok !== true) return live?.error.reason === "NotFound" ? undefined : live?.error;
    if (!isOfKind(JOB, live.object) || !this.#isExpired(key, live.object)) return undefined;
    const { uid } = live.object.metadata;
    const [answer] = yield [{ resource: "jobs", verb: "delete", namespace, name, propagation: "Foreground", uid }];
    return answer?.ok === false && answer.error.reason !== "NotFound" ? answer.error : undefined;
  }

  /** Whether the TTL has expired; if not, schedules a sync for when it does. */
  #isExpired(key: string, job: Job): boolean {
    const expiryMs = expiryOf(job);
    if (expiryMs === undefined) return false;
    const leftMs = expiryMs - this.#server.storage.instantMs;
    if (leftMs <= 0) return true;
    this.#queue.addAfter(key, leftMs);
    return false;
  }
}
