/** Whole syncs by what they ask for, what they write, and what they leave for later. */

import { describe, expect, test } from "vitest";
import type { Job, JobCondition, JobStatus, Pod } from "../../src/api/types.ts";
import { type ApiError, notFound } from "../../src/apiserver/errors.ts";
import type { Switches } from "../../src/simulation/switches.ts";
import { type AnswerOf, Bench, endedPod, indexed, instant, jobOf, KEY, podOf, stamp, sync } from "./sync-bench.ts";

interface Case {
  readonly job?: Job;
  readonly pods?: readonly Pod[];
  readonly switches?: Partial<Switches>;
  readonly answerOf?: AnswerOf;
  readonly atSecond?: number;
  readonly prepare?: (bench: Bench) => void;
}

function run({ job = jobOf(), pods = [], switches, answerOf, atSecond, prepare }: Case) {
  const bench = new Bench(switches, atSecond);
  prepare?.(bench);
  return { ...sync(bench, job, pods, answerOf), env: bench.env };
}

const condition = (type: JobCondition["type"], second: number, reason: string, message: string): JobCondition => ({
  type,
  status: "True",
  lastProbeTime: stamp(second),
  lastTransitionTime: stamp(second),
  reason,
  message,
});
const refusal: ApiError = { reason: "Forbidden", message: "no" };
const failing =
  (...texts: string[]): AnswerOf =>
  (_request, text) =>
    texts.includes(text) ? refusal : undefined;
const COUNTS = { active: 0, ready: 0, terminating: 0, uncountedTerminatedPods: {} };
const types = (status: JobStatus | undefined) => status?.conditions?.map(({ type }) => type).join("+") ?? "";

describe("a Job without indexes", () => {
  test("starts with its pods, in batches that double, and writes when it started", () => {
    const outcome = run({ job: jobOf({ spec: { parallelism: 5, completions: 4 }, status: {} }), atSecond: 3 });
    expect(outcome.batches).toEqual(["create", "create, create", "create", "write"]);
    expect(outcome.statuses).toEqual([{ ...COUNTS, startTime: stamp(0), active: 4 }]);
    expect(outcome.writes).toEqual(["pods 13", "jobs 4"]);
    expect(outcome.events).toEqual([0, 1, 2, 3].map((i) => `Normal SuccessfulCreate: Created pod: new-${i}`));
    expect([outcome.result, outcome.env.expectations.satisfied(KEY), outcome.dueInMs]).toEqual([
      undefined,
      false,
      undefined,
    ]);
  });

  test("writes nothing if nothing has changed", () => {
    const job = jobOf({ status: { ...COUNTS, startTime: stamp(0), active: 2 } });
    const outcome = run({ job, pods: [podOf("a"), podOf("b")] });
    expect([outcome.batches, outcome.result]).toEqual([[], undefined]);
  });

  test.each<[string, JobStatus]>([
    ["active", { ...COUNTS, active: 1 }],
    ["ready", { ...COUNTS, active: 2, ready: 1 }],
    ["ready that was never told", { active: 2, terminating: 0 }],
    ["terminating", { ...COUNTS, active: 2, terminating: 1 }],
  ])("writes a change of %s", (_field, status) => {
    const outcome = run({ job: jobOf({ status }), pods: [podOf("a"), podOf("b")] });
    expect(outcome.statuses).toEqual([{ ...COUNTS, startTime: stamp(0), active: 2 }]);
  });

  test("releases and counts a success: listed first, then let go, then counted", () => {
    const outcome = run({ pods: [endedPod("a", 0), podOf("b")] });
    expect(outcome.batches).toEqual(["write", "removeFinalizer a", "write"]);
    expect(outcome.statuses).toEqual([
      { ...COUNTS, startTime: stamp(0), active: 1, uncountedTerminatedPods: { succeeded: ["a"] } },
      { ...COUNTS, startTime: stamp(0), active: 1, succeeded: 1, failed: 0 },
    ]);
    expect(outcome.writes).toEqual(["jobs 4", "pods 20", "jobs 5"]);
  });

  test("counts a failure, and waits for the back-off from its end", () => {
    const outcome = run({ pods: [endedPod("a", 1, 8), podOf("b")] });
    expect(outcome.statuses).toEqual([
      { ...COUNTS, startTime: stamp(0), active: 1, uncountedTerminatedPods: { failed: ["a"] } },
      { ...COUNTS, startTime: stamp(0), active: 1, succeeded: 0, failed: 1 },
    ]);
    expect(outcome.env.backoff.get(KEY)).toEqual({ failures: 1, lastFailureMs: instant(8) });
    expect([outcome.dueInMs, outcome.result]).toEqual([8_000, undefined]);
  });

  test("is synced again after a second at the earliest", () => {
    const pods = [endedPod("a", 1, 0), podOf("b")];
    expect(run({ pods, atSecond: 10 }).batches[0]).toBe("create");
    expect(run({ pods, atSecond: 9.5 }).dueInMs).toBe(1_000);
    expect(run({ pods, atSecond: 9.5, switches: { backoffRecheckMin: "none" } }).dueInMs).toBe(500);
  });

  test("shows no active pods during a back-off in old releases", () => {
    const outcome = run({ pods: [endedPod("a", 1, 8), podOf("b")], switches: { activeDuringBackoff: "zero" } });
    expect(outcome.statuses.at(-1)?.active).toBe(0);
  });

  test.each<[string, JobStatus, readonly Pod[], JobStatus]>([
    ["that is gone", { uncountedTerminatedPods: { succeeded: ["a"], failed: ["b"] } }, [], { succeeded: 1, failed: 1 }],
    [
      "that has no finalizer",
      { succeeded: 4, failed: 5, uncountedTerminatedPods: { succeeded: ["a"] } },
      [endedPod("a", 0, 5, { finalizers: [] })],
      { succeeded: 5, failed: 5 },
    ],
  ])("counts a listed pod %s", (_case, status, pods, expected) => {
    const job = jobOf({ spec: { completions: 100 }, status });
    const outcome = run({ job, pods, prepare: ({ env }) => env.expectations.expectCreations(KEY, 1) });
    expect(outcome.statuses).toEqual([{ ...COUNTS, startTime: stamp(0), ...expected }]);
  });

  test("releases a pod that is listed and has the finalizer, without listing it again", () => {
    const job = jobOf({
      status: { uncountedTerminatedPods: { succeeded: ["a"], failed: ["b"] } },
      spec: { completions: 3 },
    });
    const outcome = run({ job, pods: [endedPod("a", 0), endedPod("b", 1), podOf("c")], atSecond: 100 });
    expect(outcome.batches).toEqual(["create", "write", "removeFinalizer a, removeFinalizer b", "write"]);
    expect(outcome.statuses.map(({ uncountedTerminatedPods }) => uncountedTerminatedPods)).toEqual([
      { succeeded: ["a"], failed: ["b"] },
      {},
    ]);
    expect(outcome.statuses.at(-1)).toMatchObject({ succeeded: 1, failed: 1, active: 2 });
  });

  test.each<[string, AnswerOf, readonly string[], JobStatus["uncountedTerminatedPods"], ApiError | undefined]>([
    [
      "cannot be released",
      failing("removeFinalizer a"),
      ["write", "removeFinalizer a", "removeFinalizer b"],
      { succeeded: ["a"] },
      refusal,
    ],
    [
      "is gone",
      (_request, text) => (text === "removeFinalizer a" ? notFound("pods", "a") : undefined),
      [],
      {},
      undefined,
    ],
  ])("continues if a pod %s", (_case, answerOf, _batches, uncounted, error) => {
    const outcome = run({
      job: jobOf({ spec: { completions: 5, parallelism: 2 } }),
      pods: [endedPod("a", 0), endedPod("b", 0), podOf("c"), podOf("d")],
      answerOf,
    });
    expect(outcome.batches).toEqual(["write", "removeFinalizer a, removeFinalizer b", "write"]);
    expect(outcome.statuses.at(-1)?.uncountedTerminatedPods).toEqual(uncounted);
    expect([outcome.statuses.at(-1)?.succeeded, outcome.result]).toEqual([error === undefined ? 2 : 1, error]);
  });

  test.each([
    [["removeFinalizer a"], ["write", "removeFinalizer a"]],
    [["write"], ["write"]],
  ])("that cannot %o stops there, with its error", (refused, batches) => {
    const outcome = run({ pods: [endedPod("a", 0), podOf("b")], answerOf: failing(...refused) });
    expect([outcome.batches, outcome.result]).toEqual([batches, refusal]);
    expect(outcome.env.backoff.has(KEY)).toBe(batches.length > 1);
  });

  test("does not count a pod without finalizer that is not listed", () => {
    const outcome = run({
      job: jobOf({ status: { ...COUNTS, active: 2 } }),
      pods: [podOf("a"), podOf("b"), endedPod("c", 1, 5, { finalizers: [] })],
    });
    expect(outcome.batches).toEqual([]);
  });

  test("lists at most 500 pods at a time, and does not finish meanwhile", () => {
    const pods = Array.from({ length: 501 }, (_, i) => endedPod(`p${i}`, 0));
    const job = jobOf({ spec: { completions: 501, parallelism: 1 } });
    const outcome = run({ job, pods });
    expect([outcome.statuses[0]?.uncountedTerminatedPods?.succeeded?.length, outcome.statuses[1]?.succeeded]).toEqual([
      500, 500,
    ]);
    expect(outcome.statuses.map(types)).toEqual(["SuccessCriteriaMet", "SuccessCriteriaMet"]);
    expect(outcome.events).toEqual([]);
    const old = run({ job, pods, switches: { capBlocksFinish: false } });
    expect(types(old.statuses.at(-1))).toBe("SuccessCriteriaMet+Complete");
    const exact = run({ job: jobOf({ spec: { completions: 499, parallelism: 1 } }), pods: pods.slice(0, 499) });
    expect(types(exact.statuses.at(-1))).toBe("SuccessCriteriaMet+Complete");
  });
});

describe("a Job that completes", () => {
  const reached = "Reached expected number of succeeded pods";
  test("sets the interim condition, counts, and then is complete, followed by an Event", () => {
    const outcome = run({ pods: [endedPod("a", 0), endedPod("b", 0)] });
    const met = condition("SuccessCriteriaMet", 10, "CompletionsReached", reached);
    const complete = condition("Complete", 10, "CompletionsReached", reached);
    expect(outcome.statuses).toEqual([
      { ...COUNTS, startTime: stamp(0), uncountedTerminatedPods: { succeeded: ["a", "b"] }, conditions: [met] },
      {
        ...COUNTS,
        startTime: stamp(0),
        succeeded: 2,
        failed: 0,
        conditions: [met, complete],
        completionTime: stamp(10),
      },
    ]);
    expect(outcome.events).toEqual(["Normal Completed: Job completed"]);
    expect([...outcome.env.finishedUids]).toEqual(["j-uid"]);
  });

  test.each<[string, Partial<Switches>, readonly string[]]>([
    ["without announcing it", { successCriteriaMet: false }, ["", "Complete"]],
    ["without a reason", { completeReason: "empty" }, ["SuccessCriteriaMet", "SuccessCriteriaMet+Complete"]],
  ])("does so %s in old releases", (_case, switches, expected) => {
    const outcome = run({ pods: [endedPod("a", 0), endedPod("b", 0)], switches });
    expect(outcome.statuses.map(types)).toEqual(expected);
    expect(outcome.statuses.at(-1)?.conditions?.at(-1)?.reason).toBe(
      switches.completeReason === "empty" ? undefined : "CompletionsReached",
    );
  });

  test("records its end before the last write in old releases, possibly twice", () => {
    const switches: Partial<Switches> = {
      finishEventBeforeWrite: true,
      finishedMemory: false,
      successCriteriaMet: false,
    };
    let written = 0;
    const outcome = run({
      pods: [endedPod("a", 0), endedPod("b", 0)],
      switches,
      answerOf: (_request, text) => (text === "write" && written++ === 1 ? refusal : undefined),
    });
    expect([outcome.events, outcome.result, outcome.env.finishedUids.size]).toEqual([
      ["Normal Completed: Job completed"],
      refusal,
      0,
    ]);
    const newer = run({
      pods: [endedPod("a", 0), endedPod("b", 0)],
      answerOf: (_request, text) => (text === "write" && written++ === 3 ? refusal : undefined),
    });
    expect([newer.events, newer.result, newer.env.finishedUids.size]).toEqual([[], refusal, 0]);
  });

  test("records an Event about surplus successes", () => {
    const pods = [endedPod("a", 0), endedPod("b", 0), endedPod("c", 0)];
    expect(run({ pods }).events).toEqual([
      "Warning TooManySucceededPods: Too many succeeded pods running after completion count reached",
      "Normal Completed: Job completed",
    ]);
  });

  test.each<[string, Case, string]>([
    [
      "waits while a pod is active",
      {
        pods: [endedPod("a", 0), endedPod("b", 0), podOf("c")],
        prepare: ({ env }) => env.expectations.expectDeletions(KEY, 1),
      },
      "",
    ],
    [
      "waits for pods that terminate",
      { pods: [endedPod("a", 0), endedPod("b", 0), podOf("c", { metadata: { deletionTimestamp: stamp(9) } })] },
      "SuccessCriteriaMet",
    ],
    [
      "does not wait for pods that terminate in old releases",
      {
        pods: [endedPod("a", 0), endedPod("b", 0), podOf("c", { metadata: { deletionTimestamp: stamp(9) } })],
        switches: { terminalConditionDelay: false },
      },
      "SuccessCriteriaMet+Complete",
    ],
    ["waits for enough successes", { pods: [endedPod("a", 0)] }, ""],
    [
      "counts successes of earlier syncs",
      { job: jobOf({ status: { succeeded: 1 } }), pods: [endedPod("a", 0)] },
      "SuccessCriteriaMet+Complete",
    ],
    [
      "needs one success without completions",
      { job: workQueue(), pods: [endedPod("a", 0)] },
      "SuccessCriteriaMet+Complete",
    ],
    ["needs one success at least", { job: workQueue() }, ""],
    [
      "of no completions is complete at once",
      { job: jobOf({ spec: { completions: 0 } }) },
      "SuccessCriteriaMet+Complete",
    ],
  ])("%s", (_case, given, expected) => {
    expect(types(run(given).statuses.at(-1))).toBe(expected);
  });

  test("counts terminating pods as failed in old releases only", () => {
    const pods = [endedPod("a", 0), endedPod("b", 0), podOf("c", { metadata: { deletionTimestamp: stamp(9) } })];
    const job = jobOf({ spec: { podReplacementPolicy: "Failed" } });
    const failed = (switches: Partial<Switches>) => run({ job, pods, switches }).statuses.at(-1)?.failed;
    expect([failed({ completionCountsRest: true }), failed({ completionCountsRest: false })]).toEqual([1, 0]);
  });
});

/** A Job that ends when its pods do. */
function workQueue(status: JobStatus = {}): Job {
  const { parallelism = 0, template, backoffLimit = 0, selector = {} } = jobOf().spec;
  return { ...jobOf({ status }), spec: { parallelism, template, backoffLimit, selector } };
}

describe("the end of a Job", () => {
  const done = [endedPod("a", 0), endedPod("b", 0)];
  test("waits for pods that cannot be deleted", () => {
    const job = jobOf({ spec: { activeDeadlineSeconds: 5 } });
    const outcome = run({ job, pods: [podOf("a")], answerOf: failing("delete a") });
    expect([types(outcome.statuses.at(-1)), outcome.statuses.at(-1)?.active, outcome.result]).toEqual(["", 1, refusal]);
    const gone = run({
      job,
      pods: [podOf("a")],
      answerOf: (_r, text) => (text === "delete a" ? notFound("pods", "a") : undefined),
    });
    expect([types(gone.statuses[0]), gone.statuses[0]?.active, gone.result]).toEqual(["FailureTarget", 0, undefined]);
  });

  test("does not come while a listed pod is still to be counted", () => {
    const job = jobOf({ status: { succeeded: 2, uncountedTerminatedPods: { failed: ["c"] } } });
    const other = podOf("c", { status: { phase: "Unknown" }, metadata: { deletionTimestamp: stamp(1) } });
    const outcome = run({
      job,
      pods: [other],
      switches: { terminalConditionDelay: false },
      answerOf: failing("removeFinalizer c"),
    });
    expect(types(outcome.statuses.at(-1))).toBe("SuccessCriteriaMet");
  });

  test("in one write is not an error in old releases, but a failure that is counted before is", () => {
    const old: Partial<Switches> = { newFailureIsError: true, successCriteriaMet: false, failureTarget: "never" };
    const failed = run({ job: jobOf({ spec: { backoffLimit: 0 } }), pods: [endedPod("a", 1)], switches: old });
    expect(failed.result).toMatchObject({ reason: "InternalError" });
    const deadline = jobOf({ spec: { activeDeadlineSeconds: 5 }, status: { ...COUNTS } });
    expect(run({ job: deadline, switches: old }).result).toBe(undefined);
    expect(run({ pods: done, switches: old }).result).toBe(undefined);
  });

  test.each([
    [true, ["Normal Completed: Job completed"]],
    [false, ["Normal Completed: Job completed"]],
  ])("is recorded once, before the write or not: %o", (finishEventBeforeWrite, events) => {
    expect(run({ pods: done, switches: { finishEventBeforeWrite } }).events).toEqual(events);
  });
});

test("a Job with an unknown completion mode is not synced, and an Event says so", () => {
  const job = jobOf();
  const odd: Job = JSON.parse(JSON.stringify({ ...job, spec: { ...job.spec, completionMode: "Sideways" } }));
  const outcome = run({ job: odd, pods: [endedPod("a", 0)] });
  expect([outcome.batches, outcome.events]).toEqual([
    [],
    ["Warning UnknownCompletionMode: Skipped Job sync because completion mode is unknown"],
  ]);
});

test("a Job whose managedBy names this controller is managed", () => {
  const job = jobOf({ spec: { managedBy: "kubernetes.io/job-controller", completionMode: "NonIndexed" } });
  expect(run({ job }).batches).toEqual(["create", "create", "write"]);
});

test("a sync that could not claim its pods does nothing else", () => {
  const stray = podOf("s", { metadata: { labels: {} } });
  const outcome = run({ pods: [stray], answerOf: failing("release s") });
  expect([outcome.batches, outcome.result]).toEqual([["release s"], refusal]);
});

describe("the number of pods", () => {
  const deletions = (...names: string[]) => [
    names.map((name) => `removeFinalizer ${name}`).join(", "),
    names.map((name) => `delete ${name}`).join(", "),
  ];
  test.each<[string, Case, readonly string[]]>([
    [
      "is what is left of completions",
      { job: jobOf({ spec: { completions: 3, parallelism: 9 }, status: { succeeded: 2 } }) },
      ["create"],
    ],
    [
      "is at most parallelism",
      { job: jobOf({ spec: { completions: 30, parallelism: 3 } }), pods: [podOf("a")] },
      ["create", "create"],
    ],
    ["is 0 for parallelism 0", { job: jobOf({ spec: { parallelism: 0 } }) }, []],
    [
      "is not negative",
      { job: jobOf({ spec: { parallelism: 1 }, status: { succeeded: 9, active: 1 } }), pods: [podOf("a")] },
      [...deletions("a"), "removeFinalizer a"],
    ],
    ["is parallelism without completions", { job: workQueue() }, ["create", "create"]],
    [
      "stays without completions after the first success",
      { job: workQueue({ succeeded: 1, active: 1 }), pods: [podOf("a")] },
      [],
    ],
    [
      "shrinks with parallelism, the youngest first",
      {
        job: jobOf({ spec: { parallelism: 1 } }),
        pods: [podOf("a"), podOf("b", { metadata: { creationTimestamp: stamp(4) } })],
      },
      deletions("b"),
    ],
    [
      "is nothing while suspended",
      { job: jobOf({ spec: { suspend: true } }), pods: [podOf("a"), podOf("b")] },
      deletions("a", "b"),
    ],
    [
      "holds places for terminating pods where those are waited for",
      {
        job: jobOf({ spec: { podReplacementPolicy: "Failed" } }),
        pods: [podOf("a", { metadata: { deletionTimestamp: stamp(9) } })],
      },
      ["create"],
    ],
    [
      "does not wait for terminating pods in old releases",
      {
        job: jobOf({ spec: { podReplacementPolicy: "Failed" } }),
        pods: [podOf("a", { metadata: { deletionTimestamp: stamp(9) } })],
        switches: { replaceAfterTermination: "never" },
      },
      ["create", "create"],
    ],
    [
      "does not wait for them by that policy in old releases",
      {
        job: jobOf({ spec: { podReplacementPolicy: "Failed" } }),
        pods: [podOf("a", { metadata: { deletionTimestamp: stamp(9) } })],
        switches: { replaceAfterTermination: "podFailurePolicy" },
      },
      ["create", "create"],
    ],
    [
      "waits for them with a failure policy in old releases",
      {
        job: jobOf({ spec: { podFailurePolicy: { rules: [] } } }),
        pods: [podOf("a", { metadata: { deletionTimestamp: stamp(9) } })],
        switches: { replaceAfterTermination: "podFailurePolicy" },
      },
      ["create"],
    ],
    [
      "stays while creations are still to be seen",
      { prepare: ({ env }) => env.expectations.expectCreations(KEY, 1) },
      [],
    ],
    ["stays while the Job is being deleted", { job: jobOf({ metadata: { deletionTimestamp: stamp(9) } }) }, []],
    [
      "drops deletions for a pod that has no finalizer",
      { job: jobOf({ spec: { suspend: true } }), pods: [podOf("a", { metadata: { finalizers: [] } })] },
      ["delete a"],
    ],
  ])("%s", (_case, given, expected) => {
    const { batches } = run(given);
    expect(batches.filter((text) => text !== "write" && !text.startsWith("removeFinalizer x"))).toEqual(expected);
  });

  test("increases and decreases by 500 at most", () => {
    const count = (batches: readonly string[], word: string) =>
      batches.flatMap((text) => text.split(", ")).filter((text) => text.startsWith(word)).length;
    expect(count(run({ job: jobOf({ spec: { parallelism: 600, completions: 600 } }) }).batches, "create")).toBe(500);
    const pods = Array.from({ length: 600 }, (_, i) => podOf(`p${i}`));
    expect(count(run({ job: jobOf({ spec: { parallelism: 1, completions: 600 } }), pods }).batches, "delete")).toBe(
      500,
    );
  });

  test("decreases at once, and the deletions are expected", () => {
    const ready = { conditions: [{ type: "Ready", status: "True" as const }] };
    const outcome = run({ job: jobOf({ spec: { suspend: true } }), pods: [podOf("a", { status: ready }), podOf("b")] });
    expect(outcome.statuses.at(-1)).toMatchObject({ active: 0, ready: 0, terminating: 2 });
    expect(outcome.events).toEqual([
      "Normal SuccessfulDelete: Deleted pod: a",
      "Normal SuccessfulDelete: Deleted pod: b",
      "Normal Suspended: Job suspended",
    ]);
    expect(outcome.env.expectations.satisfied(KEY)).toBe(false);
    const old = run({
      job: jobOf({ spec: { suspend: true } }),
      pods: [podOf("a", { status: ready }), podOf("b")],
      switches: { deletedAddsToTerminating: false, deletedLowersReady: false },
    });
    expect(old.statuses.at(-1)).toMatchObject({ active: 0, ready: 1, terminating: 0 });
  });

  test.each<[string, AnswerOf, readonly string[], number, ApiError | undefined, readonly string[]]>([
    [
      "keeps its finalizer",
      failing("removeFinalizer a"),
      ["delete b"],
      1,
      refusal,
      ["SuccessfulDelete: Deleted pod: b"],
    ],
    [
      "cannot be deleted",
      failing("delete a"),
      ["delete a, delete b"],
      1,
      refusal,
      ["FailedDelete: Error deleting: no", "SuccessfulDelete: Deleted pod: b"],
    ],
    [
      "is gone before",
      (_r, text) => (text === "removeFinalizer a" ? notFound("pods", "a") : undefined),
      ["delete b"],
      0,
      undefined,
      ["SuccessfulDelete: Deleted pod: b"],
    ],
    [
      "is gone meanwhile",
      (_r, text) => (text === "delete a" ? notFound("pods", "a") : undefined),
      ["delete a, delete b"],
      0,
      undefined,
      ["SuccessfulDelete: Deleted pod: b"],
    ],
  ])("of a suspended Job shows a pod that %s", (_case, answerOf, sent, active, error, events) => {
    const outcome = run({ job: jobOf({ spec: { suspend: true } }), pods: [podOf("a"), podOf("b")], answerOf });
    expect(outcome.batches.filter((text) => text.startsWith("delete"))).toEqual(sent);
    expect([outcome.statuses.at(-1)?.active, outcome.result]).toEqual([active, error]);
    expect(outcome.events.slice(0, -1).map((text) => text.replace(/^\w+ /, ""))).toEqual(events);
    // The watch is still to show the deletion of the other pod.
    outcome.env.expectations.deletionObserved(KEY);
    expect(outcome.env.expectations.satisfied(KEY)).toBe(true);
  });
});

describe("suspending and resuming", () => {
  const suspendedOnce: JobCondition = { ...condition("Suspended", 5, "JobSuspended", "Job suspended") };
  test("clear startTime and set it again", () => {
    const suspended = run({ job: jobOf({ spec: { suspend: true }, status: { ...COUNTS } }) });
    const { startTime, ...rest } = suspended.statuses[0] ?? {};
    expect([startTime, rest.conditions]).toEqual([
      undefined,
      [condition("Suspended", 10, "JobSuspended", "Job suspended")],
    ]);
    const resumed = run({ job: jobOf({ status: { conditions: [suspendedOnce] } }) });
    expect(resumed.statuses.at(-1)).toMatchObject({
      startTime: stamp(10),
      conditions: [{ ...condition("Suspended", 10, "JobResumed", "Job resumed"), status: "False" }],
    });
    expect(resumed.events.at(-1)).toBe("Normal Resumed: Job resumed");
  });

  test("keep startTime in old releases", () => {
    const outcome = run({ job: jobOf({ spec: { suspend: true } }), switches: { suspendClearsStartTime: false } });
    expect(outcome.statuses[0]?.startTime).toBe(stamp(0));
  });

  test("change nothing if the condition is already set", () => {
    const { startTime, ...status } = jobOf({ status: { ...COUNTS, conditions: [suspendedOnce] } }).status;
    const outcome = run({ job: { ...jobOf({ spec: { suspend: true } }), status } });
    expect([outcome.batches, outcome.events, startTime]).toEqual([[], [], stamp(0)]);
  });
});

test.each<[string, Job]>([
  ["is finished", jobOf({ status: { conditions: [condition("Complete", 1, "", "")] } })],
  ["has failed", jobOf({ status: { conditions: [condition("Failed", 1, "", "")] } })],
  ["another controller manages", jobOf({ spec: { managedBy: "example.com/queue" } })],
])("a Job that %s is left alone", (_case, job) => {
  expect(run({ job, pods: [podOf("a", { metadata: indexed(0) })] }).batches).toEqual([]);
});
