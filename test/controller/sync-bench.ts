/**
 * Syncs without a world: objects told by their few fields that matter, an environment that notes what it is asked for,
 * and answers that a test gives.
 */

import { COMPLETION_INDEX_ANNOTATION, JOB_TRACKING_FINALIZER } from "../../src/api/constants.ts";
import type { Job, JobStatus, OwnerReference, Pod } from "../../src/api/types.ts";
import { Collection } from "../../src/apiserver/collection.ts";
import { type ApiError, accepted, refused } from "../../src/apiserver/errors.ts";
import type { CommitType, PodCommit } from "../../src/apiserver/log.ts";
import type { Answer, Request } from "../../src/apiserver/requests.ts";
import { Expectations } from "../../src/controller/expectations.ts";
import type { SyncEnvironment } from "../../src/controller/job/environment.ts";
import { comparePods } from "../../src/controller/job/list-order.ts";
import { PodView } from "../../src/controller/job/pod-view.ts";
import { syncJob } from "../../src/controller/job/sync.ts";
import type { Process } from "../../src/controller/process.ts";
import { exponentialDelay, WorkQueue } from "../../src/controller/work-queue.ts";
import { EventLoop } from "../../src/engine/event-loop.ts";
import { switchesOf } from "../../src/simulation/releases/releases.ts";
import type { Switches } from "../../src/simulation/switches.ts";

export const EPOCH_MS = Date.parse("2000-01-01T00:00:00Z");
export const KEY = "default/j";

export function instant(second: number): number {
  return EPOCH_MS + second * 1000;
}

export function stamp(second: number): string {
  return `${new Date(instant(second)).toISOString().slice(0, 19)}Z`;
}

export interface PodParts {
  readonly metadata?: Partial<Pod["metadata"]>;
  readonly spec?: Partial<Pod["spec"]>;
  readonly status?: Pod["status"];
}

const OWNER: OwnerReference = { apiVersion: "batch/v1", kind: "Job", name: "j", uid: "j-uid", controller: true };

export function ownedBy(parts: Partial<OwnerReference>): readonly OwnerReference[] {
  return [{ ...OWNER, ...parts }];
}

/** A pod of the Job with the finalizer; its UID is its name. */
export function podOf(name: string, { metadata, spec, status }: PodParts = {}): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      resourceVersion: "7",
      creationTimestamp: stamp(0),
      labels: { owner: "mine" },
      ownerReferences: [OWNER],
      finalizers: [JOB_TRACKING_FINALIZER],
      ...metadata,
    },
    spec: { containers: [{ name: "main" }], ...spec },
    status: { phase: "Running", ...status },
  };
}

/** A pod that another Job owns. */
export function otherJobsPod(name: string, owner: Partial<OwnerReference> = {}): Pod {
  return podOf(name, { metadata: { ownerReferences: ownedBy({ uid: "other", ...owner }) } });
}

/** What a watch tells of a pod. */
export function podCommit(type: CommitType, object: Pod, previous?: Pod, slot = 0): PodCommit {
  const frame = {
    kind: "commit",
    timeMs: 0,
    resourceVersion: 9,
    resource: "pods",
    verb: "update",
    actor: "user",
  } as const;
  return { ...frame, type, object, previous, slot };
}

/** A pod that ended with an exit code; the end is at a second. */
export function endedPod(name: string, exitCode: number, second = 5, metadata: Partial<Pod["metadata"]> = {}): Pod {
  return podOf(name, {
    metadata,
    status: {
      phase: exitCode === 0 ? "Succeeded" : "Failed",
      containerStatuses: [{ name: "main", state: { terminated: { exitCode, finishedAt: stamp(second) } } }],
    },
  });
}

/** The annotations of a completion index, and of what it has seen fail. */
export function indexed(index: number, more: Record<string, string> = {}): Partial<Pod["metadata"]> {
  return { annotations: { [COMPLETION_INDEX_ANNOTATION]: String(index), ...more } };
}

export interface JobParts {
  readonly metadata?: Partial<Job["metadata"]>;
  readonly spec?: Partial<Job["spec"]>;
  readonly status?: JobStatus;
}

/** A Job that started at second 0 and wants two pods at a time, two in all. */
export function jobOf({ metadata, spec, status }: JobParts = {}): Job {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "j",
      namespace: "default",
      uid: "j-uid",
      resourceVersion: "3",
      generation: 1,
      creationTimestamp: stamp(0),
      ...metadata,
    },
    spec: {
      parallelism: 2,
      completions: 2,
      backoffLimit: 6,
      selector: { matchLabels: { owner: "mine" } },
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main" }] } },
      ...spec,
    },
    status: { startTime: stamp(0), ...status },
  };
}

/** The memory of a controller process, at a second since the start of the Job. */
export class Bench {
  readonly loop = new EventLoop();
  readonly env: SyncEnvironment;
  readonly events: string[] = [];
  readonly decisions: string[] = [];
  readonly writes: string[] = [];
  #slots = 0;

  constructor(switches: Partial<Switches> = {}, atSecond = 10) {
    this.loop.run(atSecond * 1000);
    const all = { ...switchesOf("1.36"), ...switches };
    this.env = {
      switches: all,
      jobs: new Collection<Job>(),
      pods: new PodView(all),
      queue: new WorkQueue(this.loop, exponentialDelay(1_000, 60_000)),
      expectations: new Expectations(() => this.loop.nowMs),
      answersAtOnce: false,
      backoff: new Map(),
      finishedUids: new Set(),
      compareListed: comparePods("oldestFirst"),
      instantMs: () => EPOCH_MS + this.loop.nowMs,
      recordEvent: (_job, type, reason, message) => this.events.push(`${type} ${reason}: ${message}`),
      wrote: (_key, resource, version) => this.writes.push(`${resource} ${version}`),
      staleness: () => undefined,
      forgetWrites: () => this.writes.push("forgotten"),
      because: (_key, rule, numbers) => this.decisions.push(`${rule} ${JSON.stringify(numbers)}`),
    };
  }

  addPods(pods: readonly Pod[]): void {
    for (const pod of pods) this.env.pods.add(this.#slots++, pod);
  }

  /** Milliseconds until the queue has the Job looked at again; 0 where it already waits to be. */
  get dueInMs(): number | undefined {
    if (this.env.queue.take() !== undefined) return 0;
    const atMs = this.loop.peek();
    return atMs === undefined ? undefined : atMs - this.loop.nowMs;
  }
}

/** What a request is answered with, or `undefined` where it simply succeeds. */
export type AnswerOf = (request: Request, text: string) => ApiError | Answer | undefined;

export interface Played<R> {
  readonly result: R;
  /** Requests as short texts, those that are sent together in one. */
  readonly batches: readonly string[];
  readonly statuses: readonly JobStatus[];
}

/** Runs a process to its end. */
export function play<R>(process: Process<R>, answerOf: AnswerOf = () => undefined): Played<R> {
  const batches: string[] = [];
  const statuses: JobStatus[] = [];
  let created = 0;
  let step = process.next();
  while (step.done !== true) {
    batches.push(step.value.map(textOf).join(", "));
    const answers = step.value.map((request) => {
      if (request.resource === "jobs" && request.verb === "updateStatus") statuses.push({ ...request.job.status });
      const given = answerOf(request, textOf(request));
      if (given !== undefined) return "ok" in given ? given : refused<Job | Pod>(given);
      return accepted<Job | Pod>(objectOf(request, created++));
    });
    step = process.next(answers);
  }
  return { result: step.value, batches, statuses };
}

/** One sync of a Job that the caches show with these pods. */
export function sync(bench: Bench, job: Job, pods: readonly Pod[], answerOf?: AnswerOf) {
  bench.env.jobs.set(job);
  bench.addPods(pods);
  const played = play(syncJob(bench.env, KEY), answerOf);
  const { events, decisions, writes } = bench;
  return { ...played, events, decisions, writes, dueInMs: bench.dueInMs };
}

function textOf(request: Request): string {
  if (request.resource === "jobs") return request.verb === "updateStatus" ? "write" : `${request.verb} job`;
  if (request.resource === "objects") return `${request.verb} ${request.of.resource}`;
  if (request.verb !== "create") return `${request.verb} ${request.name}`;
  const index = request.pod.annotations?.[COMPLETION_INDEX_ANNOTATION];
  return index === undefined ? "create" : `create ${index}`;
}

function objectOf(request: Request, created: number): Job | Pod {
  if (request.resource === "jobs") {
    if (request.verb !== "updateStatus") return jobOf();
    const { metadata } = request.job;
    const resourceVersion = String(Number(metadata.resourceVersion) + 1);
    return { ...request.job, metadata: { ...metadata, resourceVersion } };
  }
  if (request.resource === "objects" || request.verb === "create")
    return podOf(`new-${created}`, { metadata: { resourceVersion: `1${created}` } });
  return podOf(request.name, { metadata: { resourceVersion: "20" } });
}
