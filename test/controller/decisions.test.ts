/** The rules that syncs name where they decide, with their numbers. */

import { describe, expect, test } from "vitest";
import { INDEX_FAILURE_COUNT_ANNOTATION } from "../../src/api/constants.ts";
import type { Job, Pod } from "../../src/api/types.ts";
import type { Switches } from "../../src/simulation/switches.ts";
import { Bench, endedPod, indexed, instant, jobOf, KEY, podOf, stamp, sync } from "./sync-bench.ts";

interface Case {
  readonly job?: Job;
  readonly pods?: readonly Pod[];
  readonly switches?: Partial<Switches>;
  readonly atSecond?: number;
  readonly prepare?: (bench: Bench) => void;
}

function decisionsOf({ job = jobOf(), pods = [], switches, atSecond, prepare }: Case): readonly string[] {
  const bench = new Bench(switches, atSecond);
  prepare?.(bench);
  return sync(bench, job, pods).decisions;
}

const said = (rule: string, numbers: object) => `${rule} ${JSON.stringify(numbers)}`;
const gone = { deletionTimestamp: stamp(9) };
const created = (count: string, wanted: number, active: number, replacing = "") =>
  said("pods-created", { count, wanted, active, replacing });
const stale = { switches: { backoffCap: "600s" as const } };
const workQueue = (succeeded: number): Job => {
  const { completions, ...spec } = jobOf().spec;
  return { ...jobOf({ status: { succeeded: succeeded * Number(completions) } }), spec };
};
const waits = { spec: { podReplacementPolicy: "Failed" as const } };
const perIndex = (more: object = {}) =>
  jobOf({
    spec: {
      completionMode: "Indexed",
      completions: 20,
      parallelism: 20,
      backoffLimitPerIndex: 5,
      backoffLimit: 99,
      ...more,
    },
  });
const failedAt = (index: number, second = 5, failures = "0") =>
  endedPod(`p${index}`, 1, second, indexed(index, { [INDEX_FAILURE_COUNT_ANNOTATION]: failures }));

describe("a sync reports", () => {
  test.each<[string, Case, readonly string[]]>([
    ["that it starts the Job", { job: { ...jobOf(), status: {} } }, [said("job-started", {}), created("2 pods", 2, 0)]],
    ["how many it creates", { pods: [podOf("a")] }, [created("1 pod", 2, 1)]],
    [
      "that terminating pods are replaced at once",
      { pods: [podOf("a", { metadata: gone })], ...stale },
      [
        said("counted-failed", { pod: "a", why: ": it is being deleted" }),
        said("backoff-of-job", { untilAt: instant(19), failures: "1 pod", delayMs: 10_000 }),
      ].reverse(),
    ],
    [
      "that terminating pods hold a place",
      {
        job: jobOf({ spec: { ...waits.spec, parallelism: 3, completions: 9 } }),
        pods: [podOf("a", { metadata: gone })],
      },
      [created("2 pods", 2, 0, ", 1 terminating")],
    ],
    [
      "that it waits for their end",
      { job: jobOf(waits), pods: ["a", "b"].map((name) => podOf(name, { metadata: gone })) },
      [said("replaced-after-termination", { terminating: "2 pods", policy: "Failed" })],
    ],
    [
      "that a failure policy has it wait",
      {
        job: jobOf({ spec: { podFailurePolicy: { rules: [] } } }),
        pods: ["a", "b"].map((name) => podOf(name, { metadata: gone })),
      },
      [said("replaced-after-termination", { terminating: "2 pods", policy: "Failed" })],
    ],
    ["that there are enough", { pods: [podOf("a"), podOf("b")] }, [said("enough-pods", { active: 2, wanted: 2 })]],
    [
      "that there are enough, whatever terminates",
      { job: jobOf(waits), pods: [podOf("a"), podOf("b"), podOf("c", { metadata: gone })] },
      [said("enough-pods", { active: 2, wanted: 2 })],
    ],
    [
      "that none is wanted",
      { job: jobOf({ spec: { parallelism: 0 } }) },
      [said("enough-pods", { active: 0, wanted: 0 })],
    ],
    [
      "that a work queue is done",
      { job: workQueue(1), pods: [podOf("a")] },
      [said("work-queue-done", { succeeded: 2, active: 1 })],
    ],
    [
      "that a work queue has its pods",
      { job: workQueue(0), pods: [podOf("a"), podOf("b")] },
      [said("enough-pods", { active: 2, wanted: 2 })],
    ],
    [
      "that there are too many",
      { job: jobOf({ spec: { parallelism: 1 } }), pods: [podOf("a"), podOf("b"), podOf("c")] },
      [said("surplus-removed", { count: "2 pods", active: 3, wanted: 1 })],
    ],
    [
      "that a suspended Job has none",
      { job: jobOf({ spec: { suspend: true } }), pods: [podOf("a")] },
      [said("suspended-pods-removed", { count: "1 pod" }), said("suspended", {})],
    ],
    ["that it is suspended", { job: jobOf({ spec: { suspend: true } }) }, [said("suspended", {})]],
    [
      "that it is resumed",
      { job: jobOf({ status: { conditions: [{ type: "Suspended", status: "True" }] } }) },
      [created("2 pods", 2, 0), said("resumed", {})],
    ],
    [
      "that creations are still to be seen",
      { prepare: ({ env }) => env.expectations.expectCreations(KEY, 1) },
      [said("expectations-open", {})],
    ],
    [
      "that another controller is in charge",
      { job: jobOf({ spec: { managedBy: "a/b" } }) },
      [said("managed-elsewhere", { managedBy: "a/b" })],
    ],
    [
      "why it waits after failures",
      { pods: [endedPod("a", 1, 8), endedPod("b", 1, 6)] },
      [
        said("backoff-of-job", { untilAt: instant(28), failures: "2 pods", delayMs: 20_000 }),
        said("counted-failed", { pod: "a", why: "" }),
        said("counted-failed", { pod: "b", why: "" }),
      ],
    ],
    [
      "which rule ignores a failure",
      {
        job: jobOf({
          spec: { podFailurePolicy: { rules: [{ action: "Ignore", onExitCodes: { operator: "In", values: [1] } }] } },
        }),
        pods: [podOf("b"), endedPod("a", 1, 0)],
        atSecond: 30,
      },
      [created("1 pod", 2, 1), said("failure-ignored", { pod: "a", rule: 0 })],
    ],
    [
      "nothing of a failure that is listed",
      {
        job: jobOf({ status: { uncountedTerminatedPods: { failed: ["a"] } } }),
        pods: [podOf("b"), podOf("c"), endedPod("a", 1, 0)],
        atSecond: 30,
      },
      [said("enough-pods", { active: 2, wanted: 2 })],
    ],
    [
      "that it completes",
      { pods: [endedPod("a", 0), endedPod("b", 0)] },
      [said("enough-pods", { active: 0, wanted: 0 }), said("completions-reached", { succeeded: 2, wanted: 2 })],
    ],
    [
      "that a work queue completes",
      { job: workQueue(1) },
      [said("work-queue-done", { succeeded: 2, active: 0 }), said("completions-reached", { succeeded: 2, wanted: 1 })],
    ],
    [
      "that its end waits",
      { pods: [endedPod("a", 0), endedPod("b", 0), podOf("c", { metadata: gone })] },
      [
        said("enough-pods", { active: 0, wanted: 0 }),
        said("completions-reached", { succeeded: 2, wanted: 2 }),
        said("counted-failed", { pod: "c", why: ": it is being deleted" }),
        said("waits-for-termination", { condition: "Complete", terminating: "1 pod" }),
      ],
    ],
    [
      "why it fails, and what is counted for that",
      { job: jobOf({ spec: { activeDeadlineSeconds: 5 } }), pods: [podOf("a")] },
      [
        said("deadline-passed", { startAt: instant(0), seconds: 5 }),
        said("verdict-pods-deleted", { count: "1 pod", outcome: "fails", reason: "DeadlineExceeded" }),
        said("counted-failed", { pod: "a", why: ": it still runs, as the Job fails (DeadlineExceeded)" }),
        said("waits-for-termination", { condition: "Failed", terminating: "1 pod" }),
      ],
    ],
    [
      "that the limit is passed",
      { job: jobOf({ spec: { backoffLimit: 0 } }), pods: [endedPod("a", 1)] },
      [said("backoff-limit", { failed: 1, limit: 0 }), said("counted-failed", { pod: "a", why: "" })],
    ],
    [
      "that the success policy is met, and what goes",
      {
        job: jobOf({ spec: { completionMode: "Indexed", successPolicy: { rules: [{ succeededCount: 1 }] } } }),
        pods: [endedPod("a", 0, 5, indexed(0)), podOf("b", { metadata: indexed(1) })],
      },
      [
        said("success-policy", { message: "Matched rules at index 0", succeeded: 1 }),
        said("verdict-pods-deleted", { count: "1 pod", outcome: "succeeds", reason: "SuccessPolicy" }),
        said("waits-for-termination", { condition: "Complete", terminating: "1 pod" }),
      ],
    ],
    [
      "which index has failed for good",
      { job: perIndex({ backoffLimitPerIndex: 2, completions: 1 }), pods: [failedAt(0, 5, "2")] },
      [
        said("index-failed", { index: 0, failures: 3, limit: 2, because: "" }),
        said("failed-indexes", { completions: 1, succeeded: 0, failed: 1 }),
        said("counted-failed", { pod: "p0", why: "" }),
      ],
    ],
    [
      "which rule has an index fail",
      {
        job: perIndex({
          completions: 2,
          maxFailedIndexes: 0,
          podFailurePolicy: { rules: [{ action: "FailIndex", onExitCodes: { operator: "In", values: [1] } }] },
        }),
        pods: [failedAt(0)],
      },
      [
        said("index-failed", { index: 0, failures: 1, limit: 5, because: ", and rule 0 says FailIndex" }),
        said("max-failed-indexes", { failed: 1, limit: 0 }),
        said("counted-failed", { pod: "p0", why: "" }),
      ],
    ],
  ])("%s", (_case, given, expected) => {
    expect(decisionsOf(given).toSorted()).toEqual([...expected].sort());
  });

  test.each([
    [10, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"],
    [12, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more"],
  ])("which of %d indexes are waiting, and until when", (count, indexes) => {
    const pods = Array.from({ length: count }, (_, index) => failedAt(index, index === 3 ? 4 : 5));
    const decisions = decisionsOf({ job: perIndex({ completions: count, parallelism: count }), pods, atSecond: 8 });
    expect(decisions.filter((text) => text.startsWith("backoff-of-index"))).toEqual([
      said("backoff-of-index", { untilAt: instant(14), indexes }),
    ]);
    expect(decisions.filter((text) => text.startsWith("counting-postponed"))).toHaveLength(count);
  });
});
