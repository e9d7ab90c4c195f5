/** Syncs of Jobs with completion indexes. */

import { describe, expect, test } from "vitest";
import { INDEX_FAILURE_COUNT_ANNOTATION, INDEX_IGNORED_FAILURE_COUNT_ANNOTATION } from "../../src/api/constants.ts";
import type { Job, JobSpec, JobStatus, Pod } from "../../src/api/types.ts";
import type { NewPod } from "../../src/apiserver/requests.ts";
import type { Switches } from "../../src/simulation/switches.ts";
import { Bench, endedPod, indexed, jobOf, KEY, podOf, stamp, sync } from "./sync-bench.ts";

const jobWith = (spec: Partial<JobSpec> = {}, status: JobStatus = {}): Job =>
  jobOf({ spec: { completionMode: "Indexed", completions: 4, parallelism: 4, backoffLimit: 99, ...spec }, status });
const active = (name: string, index: number, second = 0) =>
  podOf(name, { metadata: { ...indexed(index), creationTimestamp: stamp(second) } });
const done = (name: string, index: number) => endedPod(name, 0, 5, indexed(index));
const failed = (name: string, index: number, counted = 0, second = 5) =>
  endedPod(name, 1, second, indexed(index, { [INDEX_FAILURE_COUNT_ANNOTATION]: String(counted) }));
const leaving = (name: string, index: number) =>
  podOf(name, { metadata: { ...indexed(index), deletionTimestamp: stamp(9) } });

function play(job: Job, pods: readonly Pod[], switches: Partial<Switches> = {}, atSecond = 1000) {
  const bench = new Bench(switches, atSecond);
  const made: NewPod[] = [];
  const outcome = sync(bench, job, pods, (request) => {
    if (request.resource === "pods" && request.verb === "create") made.push(request.pod);
    return undefined;
  });
  const created = outcome.batches
    .join(", ")
    .split(", ")
    .filter((text) => text.startsWith("create"))
    .join(", ");
  const released = outcome.batches
    .filter((text) => text.startsWith("removeFinalizer"))
    .join("; ")
    .replaceAll("removeFinalizer ", "");
  return { ...outcome, created, released, made, bench, status: outcome.statuses.at(-1) };
}

describe("the next indexes", () => {
  test.each<[string, Job, readonly Pod[], string]>([
    ["are the lowest", jobWith({ parallelism: 2 }), [], "create 0, create 1"],
    ["are those without a pod", jobWith(), [active("a", 1), active("b", 2)], "create 0, create 3"],
    ["are those without success", jobWith({}, { completedIndexes: "0,2", succeeded: 2 }), [done("a", 1)], "create 3"],
    ["leave no room for an index beyond", jobWith({}, { completedIndexes: "0-3", succeeded: 4 }), [], ""],
    [
      "are those of terminating pods, too",
      jobWith(),
      [{ ...leaving("a", 0), metadata: { ...leaving("a", 0).metadata, finalizers: [] } }],
      "create 0, create 1, create 2, create 3",
    ],
    [
      "are not those of terminating pods whose end is waited for",
      jobWith({ podReplacementPolicy: "Failed" }),
      [leaving("a", 0)],
      "create 1, create 2, create 3",
    ],
    [
      "leave a place for a terminating pod out of range",
      jobWith({ podReplacementPolicy: "Failed" }),
      [leaving("a", 7)],
      "create 0, create 1, create 2",
    ],
    [
      "are not those that have failed",
      jobWith({ backoffLimitPerIndex: 0 }),
      [failed("a", 1)],
      "create 0, create 2, create 3",
    ],
    [
      "are not those that had failed",
      jobWith({ backoffLimitPerIndex: 0 }, { failedIndexes: "1,2" }),
      [],
      "create 0, create 3",
    ],
    [
      "come again after their own back-off",
      jobWith({ backoffLimitPerIndex: 9 }),
      [failed("a", 1, 1, 990)],
      "create 0, create 2, create 3",
    ],
    [
      "come again when that is over",
      jobWith({ backoffLimitPerIndex: 9 }),
      [failed("a", 1, 1, 980)],
      "create 0, create 1, create 2, create 3",
    ],
  ])("%s", (_case, job, pods, created) => {
    expect(play(job, pods).created).toBe(created);
  });

  test("wait all together for the first of them", () => {
    const job = jobWith({ completions: 2, parallelism: 2, backoffLimitPerIndex: 9 });
    const { created, dueInMs } = play(job, [failed("a", 0, 0, 995), failed("b", 1, 0, 993)]);
    expect([created, dueInMs]).toEqual(["", 3_000]);
  });

  test("wait after a failure if failures are not counted by index", () => {
    const { created, dueInMs } = play(jobWith(), [failed("a", 0, 0, 995)]);
    expect([created, dueInMs]).toEqual(["", 5_000]);
  });

  test.each<[string, Pod, Record<string, string>]>([
    ["one failure more", failed("a", 0, 2), { [INDEX_FAILURE_COUNT_ANNOTATION]: "3" }],
    [
      "one ignored failure more",
      endedPod("a", 42, 5, indexed(0)),
      { [INDEX_FAILURE_COUNT_ANNOTATION]: "0", [INDEX_IGNORED_FAILURE_COUNT_ANNOTATION]: "1" },
    ],
  ])("inherit %s", (_case, pod, annotations) => {
    const rules = [{ action: "Ignore" as const, onExitCodes: { operator: "In" as const, values: [42] } }];
    const { made } = play(jobWith({ completions: 1, backoffLimitPerIndex: 9, podFailurePolicy: { rules } }), [pod]);
    expect(made[0]?.annotations).toMatchObject(annotations);
  });

  test.each<[Switches["creationExpectation"], number]>([
    ["late", 1],
    ["early", 3],
  ])("are expected %s: number of missing ones after one is seen", (creationExpectation, expected) => {
    const job = jobWith(
      { completions: 3, parallelism: 3, podReplacementPolicy: "Failed" },
      { completedIndexes: "", succeeded: 0 },
    );
    const { bench } = play(
      job,
      [{ ...leaving("a", 1) }, { ...leaving("b", 2), metadata: { ...leaving("b", 2).metadata, ...indexed(0) } }],
      { creationExpectation, replaceAfterTermination: "full" },
    );
    let seen = 0;
    for (; !bench.env.expectations.satisfied(KEY); seen++) bench.env.expectations.creationObserved(KEY);
    expect([seen <= expected, seen > 0]).toEqual([true, true]);
  });
});

describe("misplaced pods", () => {
  const removed = (job: Job, pods: readonly Pod[]) =>
    play(job, pods).batches.find((text) => text.startsWith("delete")) ?? "";
  test.each<[string, Job, readonly Pod[], string]>([
    [
      "without an index go first",
      jobWith({ parallelism: 2 }),
      [active("a", 0), podOf("b"), active("c", 1)],
      "delete b",
    ],
    [
      "with an index out of range go first",
      jobWith({ completions: 2, parallelism: 2 }),
      [active("a", 4), active("b", 0), active("c", 1)],
      "delete a",
    ],
    [
      "at the very bound go first",
      jobWith({ completions: 2, parallelism: 2 }),
      [active("a", 0), active("b", 2), active("c", 1)],
      "delete b",
    ],
    [
      "share an index: the least advanced goes",
      jobWith({ parallelism: 2 }),
      [active("a", 0, 5), active("b", 0, 1), active("c", 1)],
      "delete a",
    ],
    [
      "share indexes: the lower index first",
      jobWith({ parallelism: 3 }),
      [active("a", 2, 1), active("b", 2, 2), active("c", 1, 3), active("d", 1, 4)],
      "delete d, delete b",
    ],
    [
      "go all, also beyond the surplus",
      jobWith({ parallelism: 3 }),
      [active("a", 0), active("b", 0, 1), active("c", 1), active("d", 1, 1)],
      "delete b, delete d",
    ],
    [
      "go before others that are too many",
      jobWith({ parallelism: 1 }),
      [active("a", 0, 9), active("b", 9, 1), active("c", 1, 2)],
      "delete b, delete a",
    ],
    [
      "go even where there are not too many",
      jobWith({ parallelism: 3 }),
      [active("a", 0), active("b", 0, 1)],
      "delete b",
    ],
  ])("%s", (_case, job, pods, expected) => {
    expect(removed(job, pods)).toBe(expected);
  });
});

describe("counting by index", () => {
  test("writes indexes first, then releases pods by index, and counts each index once", () => {
    const job = jobWith({ parallelism: 0 }, { completedIndexes: "3", succeeded: 1 });
    const outcome = play(job, [
      done("c", 2),
      done("a", 0),
      done("d", 3),
      done("x", 9),
      podOf("n", { status: { phase: "Succeeded" } }),
      done("b", 0),
    ]);
    expect(outcome.statuses.map(({ completedIndexes, succeeded }) => [completedIndexes, succeeded])).toEqual([
      ["0,2,3", 3],
    ]);
    expect(outcome.released).toBe("n, a, b, c, d, x");
  });

  test("writes indexes again that are lost in the status but shown by counted pods", () => {
    const job = jobWith(
      { parallelism: 0 },
      { completedIndexes: "0", succeeded: 1, active: 0, ready: 0, terminating: 0 },
    );
    expect(play(job, [done("a", 0)]).batches).toEqual(["removeFinalizer a"]);
  });

  test("does not count failures without an index in range", () => {
    const { statuses, released } = play(jobWith({ parallelism: 0 }), [
      failed("a", 9),
      failed("b", 1),
      endedPod("n", 1),
    ]);
    expect([statuses[0]?.uncountedTerminatedPods, released, statuses.at(-1)?.failed]).toEqual([
      { failed: ["b"] },
      "n, b, a",
      1,
    ]);
  });

  test("keeps the last failed pod of an index until its replacement exists", () => {
    const job = jobWith({ completions: 1, backoffLimitPerIndex: 9 });
    const pods = [failed("a", 0, 0, 995), failed("b", 0, 1, 996), failed("c", 0, 0, 997)];
    const outcome = play(job, pods);
    expect([outcome.released, outcome.status?.failed, outcome.dueInMs]).toEqual(["a, c", 2, 16_000]);
    const replaced = play(job, [...pods, active("d", 0)]);
    expect([replaced.released, replaced.status?.failed]).toEqual(["a, b, c", 3]);
  });

  test.each<[string, readonly Pod[], string]>([
    ["with as many failures and a later end", [failed("a", 0, 1, 995), failed("b", 0, 1, 996)], "a"],
    ["with as many failures and an earlier end", [failed("a", 0, 1, 996), failed("b", 0, 1, 995)], "b"],
    ["with as many failures and the same end", [failed("a", 0, 1, 996), failed("b", 0, 1, 996)], "a"],
    ["with fewer failures and a later end", [failed("a", 0, 2, 995), failed("b", 0, 1, 996)], "b"],
    ["with more failures and an earlier end", [failed("a", 0, 1, 996), failed("b", 0, 2, 995)], "b"],
  ])("of two pods, takes the second one for the last or not: %s", (_case, pods, released) => {
    expect(play(jobWith({ completions: 1, backoffLimitPerIndex: 9 }), pods).released).toBe(released);
  });

  test.each<[string, Job, Pod, string | undefined]>([
    ["fails at its limit", jobWith({ backoffLimitPerIndex: 2 }), failed("a", 1, 2), "1"],
    ["does not fail before", jobWith({ backoffLimitPerIndex: 2 }), failed("a", 1, 1), ""],
    ["does not fail again", jobWith({ backoffLimitPerIndex: 2 }, { failedIndexes: "1,3" }), failed("a", 1, 2), "1,3"],
    ["out of range does not fail", jobWith({ backoffLimitPerIndex: 2 }), failed("a", 8, 2), ""],
    [
      "does not fail where the policy ignores it",
      jobWith({
        backoffLimitPerIndex: 0,
        podFailurePolicy: { rules: [{ action: "Ignore", onExitCodes: { operator: "In", values: [1] } }] },
      }),
      failed("a", 1, 7),
      "",
    ],
    [
      "fails where the policy says so",
      jobWith({
        backoffLimitPerIndex: 9,
        podFailurePolicy: { rules: [{ action: "FailIndex", onExitCodes: { operator: "In", values: [1] } }] },
      }),
      failed("a", 1),
      "1",
    ],
    ["is no longer told where nobody counts by index", jobWith({}, { failedIndexes: "1" }), active("a", 0), undefined],
  ])("an index %s", (_case, job, pod, failedIndexes) => {
    expect(play(job, [pod]).status?.failedIndexes).toBe(failedIndexes);
  });

  test("writes failed indexes even if nothing else has changed", () => {
    const status: JobStatus = { active: 0, ready: 0, terminating: 0, succeeded: 0, completedIndexes: "" };
    const { statuses } = play(jobWith({ parallelism: 0, backoffLimitPerIndex: 2 }, status), []);
    expect(statuses.map(({ failedIndexes }) => failedIndexes)).toEqual([""]);
    expect("failedIndexes" in (play(jobWith({}, { failedIndexes: "1" }), []).status ?? {})).toBe(false);
  });

  test("counts a success that is not new", () => {
    const job = jobWith({ completions: 700, parallelism: 0 });
    const pods = Array.from({ length: 600 }, (_, index) => done(`p${index}`, index));
    const { released, statuses } = play(job, pods);
    expect([released.split(", ").length, statuses[0]?.succeeded]).toEqual([500, 600]);
  });
});
