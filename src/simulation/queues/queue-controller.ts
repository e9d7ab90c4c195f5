/**
 * Queues for suspended Jobs, like Kueue (semantics 13, section 8): Jobs with the label of a queue stay suspended until
 * their queue has quota for them. They are suspended again if they are preempted or if their pods do not become ready.
 *
 * It only uses the public interface for custom controllers, so it is also an example. There is one key for all queues,
 * since a Job that ends may help any other. What Kueue stores in Workload objects is kept in memory; after a restart,
 * running Jobs count as admitted.
 */

import { isFinished } from "../../api/finished-job.ts";
import type { JsonObject } from "../../api/json.ts";
import { JOB } from "../../api/kinds/workloads.ts";
import type { Job } from "../../api/types.ts";
import type { PriorityClasses } from "../../apiserver/admission/priority.ts";
import { calls } from "../../controller/calls.ts";
import type { Process } from "../../controller/process.ts";
import type { ControllerDefinition, ReconcileTools } from "../controllers/reconciler.ts";
import type { ReconcileResult } from "../controllers/workers.ts";
import { decide, type QueueStep } from "./decide.ts";
import type { QuotaHolder } from "./fit.ts";
import { KUEUE, LONGEST_REQUEUE_MS, type PlannedQueue, QUEUE_LABEL } from "./queue.ts";
import { type QueueAdmission, QueueMemory } from "./queue-memory.ts";
import { podsOf, type QueuedJob, queuedJob } from "./workload.ts";

const KEY = "queues";

/**
 * The controller of queues.
 *
 * @param classes priorities by name of the PriorityClass
 */
export function queueController(queues: readonly PlannedQueue[], classes: PriorityClasses): ControllerDefinition {
  return {
    name: KUEUE,
    watches: { jobs: (job) => (job.metadata.labels?.[QUEUE_LABEL] === undefined ? [] : [KEY]) },
    start: (tools) => {
      const run = new QueueRun(queues, classes, tools);
      return () => run.reconcile();
    },
  };
}

class QueueRun {
  readonly #queues: readonly PlannedQueue[];
  readonly #classes: PriorityClasses;
  readonly #tools: ReconcileTools;
  readonly #memory = new QueueMemory();

  constructor(queues: readonly PlannedQueue[], classes: PriorityClasses, tools: ReconcileTools) {
    this.#queues = queues;
    this.#classes = classes;
    this.#tools = tools;
  }

  *reconcile(): Process<ReconcileResult | undefined> {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues) {
      const jobs = [...this.#tools.caches.jobs].filter((job) => job.metadata.labels?.[QUEUE_LABEL] === queue.name);
      for (const job of jobs) if (!isWaitingOrRunning(job)) this.#memory.forget(job.metadata.uid);
      const alive = jobs.filter(isWaitingOrRunning);
      for (const job of alive) this.#see(queue, job);
      const stopped = yield* this.#stop(queue, alive);
      if (stopped !== undefined) return stopped;
      const state = this.#stateOf(queue, alive);
      for (const step of decide(queue, state)) {
        const failed = yield* this.#take(step);
        if (failed !== undefined) return failed;
      }
      nextMs = Math.min(nextMs, this.#nextMs(queue, alive));
    }
    const nowMs = this.#tools.instantMs();
    return Number.isFinite(nextMs) ? { requeueAfterMs: Math.max(1, nextMs - nowMs) } : undefined;
  }

  /** Updates the admission of a Job from the cache. */
  #see(queue: PlannedQueue, job: Job): void {
    const { uid } = job.metadata;
    const known = this.#memory.admissions.get(uid);
    const isResumed = job.spec.suspend !== true;
    if (known === undefined) {
      // A new process finds Jobs that an earlier one has admitted.
      const flavor = isResumed && job.status.startTime !== undefined ? flavorOf(queue, job) : undefined;
      if (flavor === undefined) return;
      const atMs = this.#tools.instantMs();
      this.#memory.admissions.set(uid, { queue: queue.name, flavor, atMs, isSeen: true });
    } else if (isResumed) known.isSeen = true;
    else if (known.isSeen && (job.status.active ?? 0) === 0) this.#memory.admissions.delete(uid);
  }

  /** Suspends Jobs that were resumed by others, and Jobs whose pods did not become ready in time. */
  *#stop(queue: PlannedQueue, jobs: readonly Job[]): Process<ReconcileResult | undefined> {
    const nowMs = this.#tools.instantMs();
    for (const job of jobs) {
      const { uid, namespace, name } = job.metadata;
      const admission = this.#memory.admissions.get(uid);
      if (admission === undefined && job.spec.suspend !== true) {
        const failed = yield* this.#patch(job, { spec: { suspend: true } });
        if (failed !== undefined) return failed;
        this.#tools.recorder.event(job, "Normal", "Suspended", "Kueue managed job suspended");
      }
      if (admission === undefined || admission.stops !== undefined || !isLate(queue, job, admission, nowMs)) continue;
      const message = `Exceeded the PodsReady timeout ${namespace}/${name}`;
      const failed = yield* this.#evict(job, admission, "notReady", message);
      if (failed !== undefined) return failed;
      this.#requeue(queue, uid);
    }
    return undefined;
  }

  #requeue({ podsReady }: PlannedQueue, uid: string): void {
    if (podsReady === undefined) return;
    const count = (this.#memory.requeues.get(uid)?.count ?? 0) + 1;
    const nowMs = this.#tools.instantMs();
    const waitMs = Math.min(LONGEST_REQUEUE_MS, podsReady.requeueAfterMs * 2 ** (count - 1));
    const isDeactivated = podsReady.limit !== undefined && count > podsReady.limit;
    this.#memory.requeues.set(uid, { count, fromMs: nowMs + waitMs, evictedMs: nowMs, isDeactivated });
  }

  #stateOf(queue: PlannedQueue, jobs: readonly Job[]) {
    const holders: QuotaHolder[] = [];
    const pending: QueuedJob[] = [];
    const leaving = new Set<string>();
    let isBlocked = false;
    const nowMs = this.#tools.instantMs();
    for (const job of jobs) {
      const { uid } = job.metadata;
      const admission = this.#memory.admissions.get(uid);
      const requeue = this.#memory.requeues.get(uid);
      const queued = queuedJob(job, this.#classes, requeue?.evictedMs);
      if (admission === undefined) {
        const mayBegin = requeue === undefined || (!requeue.isDeactivated && requeue.fromMs <= nowMs);
        if (mayBegin) pending.push(queued);
        continue;
      }
      holders.push({ ...queued, flavor: admission.flavor.name, admittedMs: admission.atMs });
      if (admission.stops !== undefined) leaving.add(uid);
      else if (queue.podsReady?.blocksAdmission === true && !isReady(job)) isBlocked = true;
    }
    return { holders, leaving, pending, isBlocked };
  }

  *#take(step: QueueStep): Process<ReconcileResult | undefined> {
    if (step.kind === "admit") return yield* this.#admit(step);
    if (step.kind === "wait") {
      const { job } = step.job;
      if (this.#memory.isNews(step.job.uid, step.message)) {
        this.#tools.recorder.event(job, "Warning", "Pending", step.message);
      }
      return undefined;
    }
    const { victim, by } = step;
    const admission = this.#memory.admissions.get(victim.uid);
    if (admission === undefined) return undefined;
    const message = `Preempted to accommodate a workload (UID: ${by.uid}) due to prioritization in the ClusterQueue`;
    return yield* this.#evict(victim.job, admission, "preempted", message);
  }

  *#admit({ job: { job, uid }, flavor }: Extract<QueueStep, { kind: "admit" }>): Process<ReconcileResult | undefined> {
    const queue = job.metadata.labels?.[QUEUE_LABEL] ?? "";
    const { nodeLabels } = flavor;
    const template = nodeLabels === undefined ? {} : { template: { spec: { nodeSelector: nodeLabels } } };
    const failed = yield* this.#patch(job, { spec: { suspend: false, ...template } });
    if (failed !== undefined) return failed;
    this.#memory.admissions.set(uid, { queue, flavor, atMs: this.#tools.instantMs(), isSeen: false });
    this.#memory.isNews(uid, "");
    this.#tools.recorder.event(job, "Normal", "Started", `Admitted by clusterQueue ${queue}`);
    return undefined;
  }

  *#evict(
    job: Job,
    admission: QueueAdmission,
    why: NonNullable<QueueAdmission["stops"]>,
    message: string,
  ): Process<ReconcileResult | undefined> {
    const failed = yield* this.#patch(job, { spec: { suspend: true } });
    if (failed !== undefined) return failed;
    admission.stops = why;
    this.#tools.recorder.event(job, "Normal", "Stopped", message);
    return undefined;
  }

  *#patch({ metadata: { namespace, name } }: Job, body: JsonObject): Process<ReconcileResult | undefined> {
    const patched = yield* calls.patch(JOB, namespace, name, { type: "merge", body });
    return patched.ok ? undefined : { error: patched.error };
  }

  /** When the next timeout or requeue is due. */
  #nextMs({ podsReady }: PlannedQueue, jobs: readonly Job[]): number {
    const nowMs = this.#tools.instantMs();
    const instants = jobs.flatMap((job) => {
      const { uid } = job.metadata;
      const admission = this.#memory.admissions.get(uid);
      const requeue = this.#memory.requeues.get(uid);
      if (admission === undefined) return requeue === undefined || requeue.isDeactivated ? [] : [requeue.fromMs];
      if (podsReady === undefined || admission.stops !== undefined || isReady(job)) return [];
      return [admission.atMs + podsReady.timeoutMs];
    });
    return Math.min(Number.POSITIVE_INFINITY, ...instants.filter((ms) => ms > nowMs));
  }
}

function isWaitingOrRunning(job: Job): boolean {
  return job.metadata.deletionTimestamp === undefined && !isFinished(job);
}

function isReady(job: Job): boolean {
  return (job.status.ready ?? 0) >= podsOf(job);
}

function isLate({ podsReady }: PlannedQueue, job: Job, { atMs }: QueueAdmission, nowMs: number): boolean {
  return podsReady !== undefined && !isReady(job) && nowMs >= atMs + podsReady.timeoutMs;
}

/** The flavour whose nodes the pods of a Job select; the first flavour if none matches. */
function flavorOf({ flavors }: PlannedQueue, { spec }: Job) {
  const selected = spec.template.spec.nodeSelector ?? {};
  const isMeant = (labels: object) => Object.entries(labels).every(([key, value]) => selected[key] === value);
  return flavors.find(({ nodeLabels = {} }) => isMeant(nodeLabels)) ?? flavors[0];
}
