/** Pods that are counted twice, or never. */

import type { JobStatus } from "../../src/api/types.ts";
import { TrackedPod } from "../../src/controller/job/tracked-pod.ts";
import { WriteTracker } from "../../src/controller/job/write-tracker.ts";
import type { Host } from "../../src/testing/index.ts";
import type { Defect } from "./defect.ts";
import { replaceMethod } from "./install.ts";
import { tamper, tamperStatus } from "./tamper.ts";

/** Nothing keeps a sync from acting on caches that lack its own writes. */
export function trustStaleCaches(): () => void {
  return replaceMethod(WriteTracker.prototype, "staleness", () => () => undefined);
}

function forgetPendingRemovals(): () => void {
  return replaceMethod(
    TrackedPod.prototype,
    "readFacts",
    (original) =>
      function (this: TrackedPod, ...given: Parameters<TrackedPod["readFacts"]>) {
        this.pendingRemoval = false;
        original.apply(this, given);
      },
  );
}

function phaseOf(host: Host, uid: string): string | undefined {
  for (const { metadata, status } of host.server.pods.pods) if (metadata.uid === uid) return status.phase;
  return undefined;
}

/** Moves all listed pods but one into the counters, though they were not released. */
function flushEarly(next: JobStatus): JobStatus {
  const { succeeded = [], failed = [] } = next.uncountedTerminatedPods ?? {};
  if (failed.length < 2) return next;
  return {
    ...next,
    failed: (next.failed ?? 0) + failed.length - 1,
    uncountedTerminatedPods: { ...(succeeded.length > 0 ? { succeeded } : {}), failed: failed.slice(0, 1) },
  };
}

export const COUNTING: readonly Defect[] = [
  {
    id: "counted-twice",
    issues: ["105200"],
    title: "A pod is counted again while the cache still shows the finalizer that was removed.",
    seenBy: ["counted-once"],
    withinRuns: 1_000,
    install: () => {
      const undo = [trustStaleCaches(), forgetPendingRemovals()];
      return () => {
        for (const restore of undo) restore();
      };
    },
  },
  {
    id: "partial-flush",
    issues: ["104666"],
    title: "UIDs are flushed from the list of uncounted pods while the pods still have their finalizer.",
    seenBy: ["uid-kept", "counted-once"],
    withinRuns: 1_000,
    controllers: tamperStatus(flushEarly),
  },
  {
    id: "succeeds-after-failing",
    issues: ["111646"],
    title: "A pod listed as failed that succeeds is listed as succeeded as well; the API refuses the status forever.",
    seenBy: ["writes-accepted"],
    withinRuns: 1_000,
    controllers: tamperStatus((next, _stored, host) => {
      const { succeeded = [], failed = [] } = next.uncountedTerminatedPods ?? {};
      const late = failed.filter((uid) => phaseOf(host, uid) === "Succeeded");
      if (late.length === 0) return next;
      return { ...next, uncountedTerminatedPods: { failed, succeeded: [...succeeded, ...late] } };
    }),
  },
  {
    id: "failed-reset",
    issues: ["94921"],
    title: "A second sync of a failing Job writes failed as 0.",
    seenBy: ["writes-accepted", "counters-kept", "counted-once"],
    withinRuns: 500,
    controllers: tamperStatus((next, stored) => {
      const failing = stored.conditions?.some(({ type }) => type === "FailureTarget") === true;
      return failing ? { ...next, failed: 0 } : next;
    }),
  },
  {
    id: "counted-at-both-ends",
    issues: ["112873"],
    title: "A pod raises the counter when it is listed, and again when it is released.",
    seenBy: ["counted-once"],
    withinRuns: 500,
    controllers: tamperStatus((next, stored) => {
      const { failed = [] } = next.uncountedTerminatedPods ?? {};
      const before = stored.uncountedTerminatedPods?.failed ?? [];
      const added = failed.filter((uid) => !before.includes(uid)).length;
      return added === 0 ? next : { ...next, failed: (next.failed ?? 0) + added };
    }),
  },
  {
    id: "released-unlisted",
    issues: ["89630"],
    title: "Failed pods lose their finalizer without ever having been listed.",
    seenBy: ["listed-before-release", "counted-once"],
    withinRuns: 500,
    controllers: tamperStatus((next) => {
      const { succeeded } = next.uncountedTerminatedPods ?? {};
      return { ...next, uncountedTerminatedPods: succeeded === undefined ? {} : { succeeded } };
    }),
  },
  {
    id: "running-pods-uncounted",
    issues: ["89630"],
    title: "Pods that still run when their Job fails lose their finalizer without ever having been listed.",
    seenBy: ["listed-before-release"],
    withinRuns: 500,
    controllers: tamperStatus((next, _stored, host) => {
      const { succeeded, failed = [] } = next.uncountedTerminatedPods ?? {};
      const ended = failed.filter((uid) => phaseOf(host, uid) === "Failed" || phaseOf(host, uid) === "Succeeded");
      if (ended.length === failed.length) return next;
      const listed = ended.length === 0 ? {} : { failed: ended };
      return { ...next, uncountedTerminatedPods: { ...(succeeded === undefined ? {} : { succeeded }), ...listed } };
    }),
  },
  {
    id: "shrink-forgotten",
    issues: ["115349"],
    title: "completedIndexes is written only when a new index completes, so a scale-down leaves it as it was.",
    seenBy: ["listed-before-release", "index-lists", "writes-accepted", "settled"],
    withinRuns: 1_000,
    controllers: tamperStatus((next, stored) => {
      if ((next.succeeded ?? 0) >= (stored.succeeded ?? 0) || stored.completedIndexes === undefined) return next;
      return { ...next, completedIndexes: stored.completedIndexes, succeeded: stored.succeeded ?? 0 };
    }),
  },
  {
    id: "no-finalizer",
    issues: ["28486", "91235"],
    title: "Pods are created without the finalizer, so those that are gone were never counted.",
    seenBy: ["settled", "counts-true", "active-bound", "backoff-kept"],
    withinRuns: 500,
    controllers: tamper({
      request: (request) => {
        if (request.resource !== "pods" || request.verb !== "create") return request;
        const { finalizers: _, ...pod } = request.pod;
        return { ...request, pod };
      },
    }),
  },
  {
    id: "last-write-wins",
    issues: ["62382"],
    title: "Status is written onto whatever is stored, although it was computed from an older Job.",
    seenBy: [
      "counted-once",
      "uid-kept",
      "counters-kept",
      "index-lists",
      "writes-accepted",
      "start-time-kept",
      "active-bound",
    ],
    withinRuns: 1_000,
    install: trustStaleCaches,
    controllers: tamper({
      request: (request, host) => {
        if (request.resource !== "jobs" || request.verb !== "updateStatus") return request;
        const stored = host.server.jobs.jobs.get(request.namespace, request.name);
        return stored === undefined ? request : { ...request, job: { ...request.job, metadata: stored.metadata } };
      },
    }),
  },
];
