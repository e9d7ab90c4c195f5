/** Modules of the controllers, each with the small changes that mutants make: one that is not planted is as it was. */

import { nextTimeMs } from "../../../src/api/schedule/next-time.ts";
import { formatTimestamp } from "../../../src/api/timestamp.ts";
import type { Pod } from "../../../src/api/types.ts";
import type { ApiError } from "../../../src/apiserver/errors.ts";
import type { Answer, Request } from "../../../src/apiserver/requests.ts";
import type { ComparePods } from "../../../src/controller/job/list-order.ts";
import type { Process } from "../../../src/controller/process.ts";
import { isPlanted } from "./planted.ts";

type Module<M> = (real: M) => M;

/** An object of which something looks different; what is written to it is written. */
function seen<T extends object>(object: T, changes: Partial<T>): T {
  return new Proxy(object, { get: (target, key) => Reflect.get(key in changes ? changes : target, key) });
}

const createdMs = ({ metadata }: Pod) => Date.parse(metadata.creationTimestamp);
const isRunning = ({ status }: Pod) => status.phase === "Running";
const isReady = ({ status }: Pod) =>
  status.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") === true;

export const deletionOrder: Module<typeof import("../../../src/controller/job/deletion-order.ts")> = (real) => ({
  ...real,
  deletionOrder: (otherwise, withSidecars) => {
    const plain = real.deletionOrder(otherwise, withSidecars);
    const first =
      (rank: (pod: Pod) => number): ComparePods =>
      (a, b) =>
        rank(a) - rank(b) || plain(a, b);
    if (isPlanted("running-pods-first")) return first((pod) => (isRunning(pod) ? 0 : 1));
    if (isPlanted("ready-pods-first")) return first((pod) => (isReady(pod) ? 0 : 1));
    if (isPlanted("oldest-pods-first")) return first(createdMs);
    return plain;
  },
});

export const misplacedPods: Module<typeof import("../../../src/controller/job/misplaced-pods.ts")> = (real) => ({
  ...real,
  misplacedPods: (active, completions, order) =>
    real.misplacedPods(active, completions, isPlanted("best-duplicate-deleted") ? (a, b) => order(b, a) : order),
});

/** A process some of whose requests are not sent, and answered all the same. */
function* answered<R>(process: Process<R>, verb: Request["verb"], answer: Answer): Process<R> {
  let step = process.next();
  while (step.done !== true) {
    const isLeftOut = step.value.some((request) => request.verb === verb);
    const answers: readonly Answer[] = isLeftOut ? step.value.map(() => answer) : yield step.value;
    step = process.next(answers);
  }
  return step.value;
}

const NOT_FOUND: Answer = { ok: false, error: { reason: "NotFound", message: "not sent" } };

export const claim: Module<typeof import("../../../src/controller/job/claim.ts")> = (real) => ({
  ...real,
  *claimPods(env, key, job) {
    const plain = real.claimPods(env, key, job);
    if (isPlanted("never-adopts")) return yield* answered(plain, "adopt", NOT_FOUND);
    if (isPlanted("adopts-unread")) return yield* answered(plain, "get", { ok: true, object: job });
    if (isPlanted("never-releases")) return yield* answered(plain, "release", NOT_FOUND);
    return yield* plain;
  },
});

export const finish: Module<typeof import("../../../src/controller/job/finish.ts")> = (real) => ({
  ...real,
  enactVerdict: (context) => {
    const { verdict } = context;
    if (isPlanted("wrong-reason") && verdict?.type === "Failed") {
      return real.enactVerdict(seen(context, { verdict: { ...verdict, reason: "BackoffLimitExceeded" } }));
    }
    return real.enactVerdict(context);
  },
  emitFinishEvents: (context) => {
    const isComplete = context.verdict?.type === "Complete";
    if (isPlanted("no-event-of-failure") && !isComplete) return;
    if (isPlanted("no-event-of-completion") && isComplete) return;
    real.emitFinishEvents(context);
  },
});

export const createPods: Module<typeof import("../../../src/controller/job/create-pods.ts")> = (real) => ({
  ...real,
  *createPods(context, indexes, expected) {
    if (isPlanted("creations-go-on-after-failure")) {
      let first: ApiError | undefined;
      for (const index of indexes) first = (yield* real.createPods(context, [index])) ?? first;
      return first;
    }
    if (!isPlanted("no-event-of-creation")) return yield* real.createPods(context, indexes, expected);
    const recordEvent: typeof context.env.recordEvent = (job, type, reason, message) => {
      if (reason !== "SuccessfulCreate") context.env.recordEvent(job, type, reason, message);
    };
    return yield* real.createPods(seen(context, { env: { ...context.env, recordEvent } }), indexes, expected);
  },
});

export const jobConstants: Module<typeof import("../../../src/controller/job/constants.ts")> = (real) =>
  Object.defineProperties(
    { ...real },
    { SLOW_START_INITIAL_BATCH: { get: () => (isPlanted("no-slow-start") ? 500 : real.SLOW_START_INITIAL_BATCH) } },
  );

export const indexes: Module<typeof import("../../../src/controller/job/indexes.ts")> = (real) => ({
  ...real,
  inheritedFailures: (job, delayed) => {
    const plain = real.inheritedFailures(job, delayed);
    if (!isPlanted("ignored-failure-counts") || delayed === undefined) return plain;
    return { counted: delayed.indexFailures.counted + 1, ignored: delayed.indexFailures.ignored };
  },
  firstPendingIndexes: (pods, state, count, spareTerminating) => {
    if (!isPlanted("high-indexes-first")) return real.firstPendingIndexes(pods, state, count, spareTerminating);
    return real.firstPendingIndexes(pods, state, Number.POSITIVE_INFINITY, spareTerminating).reverse().slice(0, count);
  },
  readIndexState: (job, pods) => {
    const state = real.readIndexState(job, pods);
    if (!isPlanted("earliest-delayed-pod")) return state;
    const delayed = state.delayed.map((chosen) => {
      const others = [...pods.failed].filter(
        (pod) => chosen !== undefined && pod.index === chosen.index && isHeld(pod.pod),
      );
      return others.sort((a, b) => a.finishMs - b.finishMs)[0] ?? chosen;
    });
    return { ...state, delayed };
  },
});

const isHeld = ({ metadata }: Pod) => metadata.finalizers?.includes("batch.kubernetes.io/job-tracking") === true;

export const failurePolicy: Module<typeof import("../../../src/controller/job/pod-failure-policy.ts")> = (real) => ({
  ...real,
  matchPodFailurePolicy: (policy, pod) => {
    if (isPlanted("last-rule-wins"))
      return real.matchPodFailurePolicy({ ...policy, rules: [...policy.rules].reverse() }, pod);
    if (isPlanted("container-name-ignored")) {
      const rules = policy.rules.map(({ onExitCodes, ...rule }) => {
        if (onExitCodes === undefined) return rule;
        const { containerName: _, ...rest } = onExitCodes;
        return { ...rule, onExitCodes: rest };
      });
      return real.matchPodFailurePolicy({ ...policy, rules }, pod);
    }
    return real.matchPodFailurePolicy(policy, pod);
  },
});

export const backoff: Module<typeof import("../../../src/controller/job/backoff.ts")> = (real) => ({
  ...real,
  nextBackoffRecord: (record, finished) =>
    real.nextBackoffRecord(
      record,
      isPlanted("success-forgives-nothing") ? { ...finished, anySucceeded: false } : finished,
    ),
});

export const missedStarts: Module<typeof import("../../../src/controller/cronjob/missed-starts.ts")> = (real) => ({
  ...real,
  mostRecentStart: (inputs, withinDeadline) => {
    const due = real.mostRecentStart(inputs, withinDeadline && !isPlanted("starting-deadline-ignored"));
    if (typeof due === "string" || due.mostRecentMs === undefined || !isPlanted("first-missed-start")) return due;
    return { ...due, mostRecentMs: nextTimeMs(inputs.schedule, due.earliestMs) };
  },
});

export const createJob: Module<typeof import("../../../src/controller/cronjob/create-job.ts")> = (real) => ({
  ...real,
  *createJob(context, scheduledMs) {
    const created = yield* real.createJob(context, scheduledMs);
    if (created === "created" && isPlanted("start-noted-late")) {
      context.current.lastScheduleTime = formatTimestamp(context.env.instantMs() + 1000);
    }
    return created;
  },
});

export const statusPass: Module<typeof import("../../../src/controller/cronjob/status-pass.ts")> = (real) => ({
  ...real,
  *passOverJobs(context) {
    const before = context.current.lastSuccessfulTime;
    const error = yield* real.passOverJobs(context);
    if (isPlanted("last-success-not-noted")) context.current.lastSuccessfulTime = before;
    return error;
  },
});

export const syncContext: Module<typeof import("../../../src/controller/job/sync-context.ts")> = (real) => ({
  ...real,
  replacesAfterTermination: (context) =>
    !isPlanted("terminating-pods-replaced") && real.replacesAfterTermination(context),
});

export const nodeUnschedulable: Module<typeof import("../../../src/scheduler/plugins/node-unschedulable.ts")> = (
  real,
) => ({
  ...real,
  nodeUnschedulable: {
    ...real.nodeUnschedulable,
    preFilter: (pod, snapshot, switches) =>
      isPlanted("cordoned-nodes-taken") ? { kind: "skip" } : real.nodeUnschedulable.preFilter(pod, snapshot, switches),
  },
});

export const taintToleration: Module<typeof import("../../../src/scheduler/plugins/taint-toleration.ts")> = (real) => ({
  ...real,
  taintToleration: {
    ...real.taintToleration,
    preFilter: (pod, snapshot, switches) =>
      isPlanted("cordoned-nodes-taken") ? { kind: "skip" } : real.taintToleration.preFilter(pod, snapshot, switches),
  },
});

export const crashLoop: Module<typeof import("../../../src/kubelet/crash-loop.ts")> = (real) => ({
  ...real,
  nextRestart: (state, ranMs, settings) => {
    const plain = real.nextRestart(state, ranMs, settings);
    return isPlanted("restarts-at-once") ? { ...plain, delayMs: 0 } : plain;
  },
});

export const backOff: Module<typeof import("../../../src/kubelet/back-off.ts")> = (real) => ({
  BackOff: class extends real.BackOff {
    override remainingMs(key: string, sinceMs: number, nowMs: number): number {
      return isPlanted("restarts-at-once") ? 0 : super.remainingMs(key, sinceMs, nowMs);
    }
  },
});
