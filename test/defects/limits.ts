/** Limits and delays that are not kept. */

import { BACKOFF_CAP_MS, POD_FAILURE_BACKOFF_MS } from "../../src/controller/job/constants.ts";
import { TrackedPod } from "../../src/controller/job/tracked-pod.ts";
import { WorkQueue } from "../../src/controller/work-queue.ts";
import type { Defect } from "./defect.ts";
import { replaceMethod } from "./install.ts";
import { misreadSpec } from "./misread.ts";

const NO_LIMIT = 2_147_483_647;

/** Pods seem to have ended at another time. */
function misreadEnd(read: (finishMs: number, pod: TrackedPod) => number): () => () => void {
  return () => {
    const original = Object.getOwnPropertyDescriptor(TrackedPod.prototype, "finishMs");
    Object.defineProperty(TrackedPod.prototype, "finishMs", {
      configurable: true,
      get(this: TrackedPod) {
        return read(original?.get?.call(this), this);
      },
    });
    return () => {
      if (original !== undefined) Object.defineProperty(TrackedPod.prototype, "finishMs", original);
    };
  };
}

function endedWith(pod: TrackedPod, exitCode: number): boolean {
  return pod.pod.status.containerStatuses?.some(({ state }) => state?.terminated?.exitCode === exitCode) === true;
}

export const LIMITS: readonly Defect[] = [
  {
    id: "no-backoff-limit",
    issues: ["62382"],
    title: "backoffLimit is ignored: a failing Job goes on forever.",
    seenBy: ["limit-kept"],
    withinRuns: 1_000,
    install: misreadSpec(() => ({ backoffLimit: NO_LIMIT })),
  },
  {
    id: "limit-off-by-one",
    issues: ["92245", "93559"],
    title: "A Job fails one failure too early.",
    seenBy: ["verdict-true"],
    withinRuns: 1_000,
    install: misreadSpec(({ backoffLimit = 0 }) => ({ backoffLimit: Math.max(0, backoffLimit - 1) })),
  },
  {
    id: "no-delay",
    issues: ["114391"],
    title: "Failed pods are replaced at once, without the back-off.",
    seenBy: ["backoff-kept"],
    withinRuns: 1_000,
    install: misreadEnd(() => 0),
  },
  {
    id: "delay-too-long",
    issues: [],
    title: "Failed pods are replaced half a minute after the back-off is over.",
    seenBy: ["created-in-time"],
    withinRuns: 500,
    install: misreadEnd((finishMs) => finishMs + 30_000),
  },
  {
    id: "delay-never-grows",
    issues: ["114391"],
    title: "Every failure waits ten seconds, however many came before.",
    seenBy: ["backoff-kept"],
    withinRuns: 1_000,
    install: () => {
      const caps = { ...BACKOFF_CAP_MS };
      Object.assign(BACKOFF_CAP_MS, { "600s": POD_FAILURE_BACKOFF_MS });
      return () => {
        Object.assign(BACKOFF_CAP_MS, caps);
      };
    },
  },
  {
    id: "no-delay-after-some-exits",
    issues: ["119378"],
    title: "Pods that end with one exit code are replaced without a delay.",
    seenBy: ["backoff-kept"],
    withinRuns: 1_000,
    install: misreadEnd((finishMs, pod) => (endedWith(pod, 42) ? 0 : finishMs)),
  },
  {
    id: "no-timers",
    issues: ["32149", "62134"],
    title: "No timer looks at a Job at its deadline; it waits for the next event.",
    seenBy: ["ttl-kept", "deadline-kept", "settled"],
    withinRuns: 1_000,
    install: () =>
      replaceMethod(
        WorkQueue.prototype,
        "addAfter",
        (original) =>
          function (this: WorkQueue, key: string, delayMs: number) {
            if (delayMs <= 1_000) original.call(this, key, delayMs);
          },
      ),
  },
  {
    id: "early-deadline",
    issues: ["110239"],
    title: "A Job is given up a second before its deadline.",
    seenBy: ["verdict-true"],
    withinRuns: 1_000,
    install: misreadSpec(({ activeDeadlineSeconds }) =>
      activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds: Math.max(0, activeDeadlineSeconds - 1) },
    ),
  },
  {
    id: "no-deadline",
    issues: ["110239", "90550"],
    title: "The deadline is not enforced.",
    seenBy: ["deadline-kept"],
    withinRuns: 1_000,
    install: misreadSpec(() => ({ activeDeadlineSeconds: NO_LIMIT })),
  },
  {
    id: "index-limit-off-by-one",
    issues: [],
    title: "An index is tried once more than backoffLimitPerIndex allows.",
    seenBy: ["index-limit"],
    withinRuns: 500,
    install: misreadSpec(({ backoffLimitPerIndex: limit }) =>
      limit === undefined ? {} : { backoffLimitPerIndex: limit + 1 },
    ),
  },
  {
    id: "max-failed-indexes-off-by-one",
    issues: ["67859"],
    title: "maxFailedIndexes is reached when it should be exceeded.",
    seenBy: ["verdict-true"],
    withinRuns: 1_000,
    install: misreadSpec(({ maxFailedIndexes }) =>
      maxFailedIndexes === undefined ? {} : { maxFailedIndexes: maxFailedIndexes - 1 },
    ),
  },
];
