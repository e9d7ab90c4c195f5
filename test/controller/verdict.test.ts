/** When a Job has failed or succeeded, by the status that a sync writes last. */

import { describe, expect, test } from "vitest";
import type { Job, JobCondition, JobSpec, JobStatus, Pod } from "../../src/api/types.ts";
import { ensureCondition, newCondition } from "../../src/controller/job/conditions.ts";
import type { Switches } from "../../src/simulation/switches.ts";
import { Bench, EPOCH_MS, endedPod, indexed, type JobParts, jobOf, podOf, stamp, sync } from "./sync-bench.ts";

function play(job: Job, pods: readonly Pod[] = [], switches: Partial<Switches> = {}, atSecond = 10) {
  const outcome = sync(new Bench(switches, atSecond), job, pods);
  const status: JobStatus | undefined = outcome.statuses.at(-1);
  const told = status?.conditions?.map(({ type, reason = "" }) => (reason === "" ? type : `${type} ${reason}`)) ?? [];
  return { ...outcome, status, told: told.join(", ") };
}

const announced = (type: JobCondition["type"], parts: Partial<JobCondition> = {}): JobStatus => ({
  conditions: [{ type, status: "True", reason: "R", message: "m", ...parts }],
});
const policy: NonNullable<JobSpec["podFailurePolicy"]> = {
  rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [42] } }],
};
const gone = { deletionTimestamp: stamp(9) };

describe("an interim condition", () => {
  test.each<[string, JobParts, Partial<Switches>, string]>([
    ["of success is carried out", { status: announced("SuccessCriteriaMet") }, {}, "SuccessCriteriaMet R, Complete R"],
    [
      "that is not true is none",
      { status: announced("SuccessCriteriaMet", { status: "False" }) },
      {},
      "SuccessCriteriaMet R",
    ],
    [
      "of success is none in old releases",
      { status: announced("SuccessCriteriaMet") },
      { successCriteriaMet: false },
      "SuccessCriteriaMet R",
    ],
    ["of failure is carried out", { status: announced("FailureTarget") }, {}, "FailureTarget R, Failed R"],
    [
      "of failure that is not true is none",
      { status: announced("FailureTarget", { status: "False" }) },
      {},
      "FailureTarget R",
    ],
    [
      "of failure is none where releases know none",
      { status: announced("FailureTarget") },
      { failureTarget: "never" },
      "FailureTarget R",
    ],
    [
      "of failure is none without a policy in old releases",
      { status: announced("FailureTarget") },
      { failureTarget: "failJob" },
      "FailureTarget R",
    ],
    [
      "of failure is carried out with one",
      { spec: { podFailurePolicy: policy }, status: announced("FailureTarget", { status: "False" }) },
      { failureTarget: "failJob" },
      "FailureTarget R, Failed R",
    ],
  ])("%s", (_case, parts, switches, told) => {
    expect(play(jobOf(parts), [], switches).told).toBe(told);
  });

  test.each(["SuccessCriteriaMet", "FailureTarget"] as const)("of type %s needs no reason", (type) => {
    const status: JobStatus = { conditions: [{ type, status: "True" }] };
    const { status: written } = play(jobOf({ status }));
    expect(written?.conditions?.[1]).toEqual({
      type: type === "FailureTarget" ? "Failed" : "Complete",
      status: "True",
      lastProbeTime: stamp(10),
      lastTransitionTime: stamp(10),
    });
  });

  test("deletes the remaining pods and waits for them", () => {
    const { batches, told } = play(jobOf({ status: announced("FailureTarget") }), [podOf("a"), podOf("b")]);
    expect([batches, told]).toEqual([
      ["delete a, delete b", "write", "removeFinalizer a, removeFinalizer b", "write"],
      "FailureTarget R",
    ]);
  });

  test("gives its reason to the last Event", () => {
    const { events, env } = { ...play(jobOf({ status: announced("FailureTarget") })), env: undefined };
    expect([events, env]).toEqual([["Warning R: m"], undefined]);
  });
});

describe("a failure policy", () => {
  const failed = (...names: string[]) => names.map((name) => endedPod(name, 42, 5));
  test.each<[Switches["failureTarget"], string]>([
    ["all", "FailureTarget PodFailurePolicy, Failed PodFailurePolicy"],
    ["failJob", "FailureTarget PodFailurePolicy, Failed PodFailurePolicy"],
    ["never", "Failed PodFailurePolicy"],
  ])("fails the Job, in releases that announce %s", (failureTarget, told) => {
    expect(play(jobOf({ spec: { podFailurePolicy: policy } }), failed("a"), { failureTarget }).told).toBe(told);
  });

  test.each([[["a", "b"]], [["b", "a"]]])("names the first of the pods %o", (names) => {
    const { status } = play(jobOf({ spec: { podFailurePolicy: policy } }), failed(...names));
    expect(status?.conditions?.[0]?.message).toContain("for pod default/a failed with exit code 42");
  });

  test("checks pods that are already counted, and ignores other failures", () => {
    const job = jobOf({ spec: { podFailurePolicy: policy } });
    expect(play(job, [endedPod("a", 42, 5, { finalizers: [] })]).told).toContain("Failed PodFailurePolicy");
    expect(play(job, [endedPod("a", 1)]).told).toBe("");
  });
});

describe("the limit of failures", () => {
  const limit = (spec: Partial<JobSpec>, status: JobStatus, pods: Pod[], switches?: Partial<Switches>) =>
    play(jobOf({ spec: { parallelism: 2, completions: 9, ...spec }, status }), pods, switches).told;
  const exceeded = "FailureTarget BackoffLimitExceeded, Failed BackoffLimitExceeded";
  const one = endedPod("x", 1);
  test.each<[string, Partial<JobSpec>, JobStatus, Pod[], Partial<Switches>, string]>([
    ["is passed by one more", { backoffLimit: 0 }, {}, [one], {}, exceeded],
    ["is not passed where it is reached", { backoffLimit: 1 }, {}, [one], {}, ""],
    ["looks at failures that were counted", { backoffLimit: 2 }, { failed: 2 }, [one], {}, exceeded],
    [
      "looks at failures that are listed",
      { backoffLimit: 1 },
      { uncountedTerminatedPods: { failed: ["x", "y"] } },
      [one],
      {},
      exceeded,
    ],
    [
      "is looked at with a new failure only in old releases",
      { backoffLimit: 1 },
      { failed: 3 },
      [podOf("a")],
      { backoffLimitCheck: "guarded" },
      "",
    ],
    ["is looked at without one", { backoffLimit: 1 }, { failed: 3 }, [], { backoffLimitCheck: "plain" }, exceeded],
    [
      "is not looked at in old releases while all places are taken",
      { backoffLimit: 0, parallelism: 1 },
      {},
      [one, podOf("a")],
      { backoffLimitCheck: "guarded" },
      "",
    ],
    [
      "is looked at anyway",
      { backoffLimit: 5 },
      { failed: 5 },
      [one, podOf("a"), podOf("b")],
      { backoffLimitCheck: "plain" },
      "FailureTarget BackoffLimitExceeded",
    ],
    [
      "does not count ignored failures",
      {
        backoffLimit: 0,
        podFailurePolicy: { rules: [{ action: "Ignore", onExitCodes: { operator: "In", values: [1] } }] },
      },
      {},
      [one],
      {},
      "",
    ],
    [
      "counts terminating pods",
      { backoffLimit: 0 },
      {},
      [podOf("a", { metadata: gone })],
      {},
      "FailureTarget BackoffLimitExceeded",
    ],
    [
      "does not count those where their end is waited for",
      { backoffLimit: 0, podReplacementPolicy: "Failed" },
      {},
      [podOf("a", { metadata: gone })],
      {},
      "",
    ],
    [
      "does not count those with a failure policy",
      { backoffLimit: 0, podFailurePolicy: policy },
      {},
      [podOf("a", { metadata: gone })],
      {},
      "",
    ],
    [
      "comes at once in old releases",
      { backoffLimit: 0 },
      {},
      [one],
      { failureTarget: "failJob" },
      "Failed BackoffLimitExceeded",
    ],
  ])("%s", (_case, spec, status, pods, switches, told) => {
    expect(limit(spec, status, pods, switches)).toBe(told);
  });

  const onFailure = (backoffLimit: number): Partial<JobSpec> => ({
    backoffLimit,
    parallelism: 1,
    template: { spec: { restartPolicy: "OnFailure", containers: [{ name: "main" }] } },
  });
  const restarted = (phase: "Running" | "Pending" | "Unknown", ...counts: number[]) =>
    podOf("a", {
      status: { phase, containerStatuses: counts.map((restartCount, i) => ({ name: `c${i}`, restartCount })) },
    });
  const init = podOf("a", {
    status: { phase: "Pending", initContainerStatuses: [{ name: "i", restartCount: 2 }, { name: "k" }] },
  });
  const passed = "FailureTarget BackoffLimitExceeded";
  test.each<[string, Partial<JobSpec>, Pod, string]>([
    ["of restarts is passed where it is reached", onFailure(3), restarted("Running", 1, 2), passed],
    ["of restarts is not passed before", onFailure(4), restarted("Running", 1, 2), ""],
    ["of no restarts is passed by the first", onFailure(0), restarted("Running", 1), passed],
    ["of no restarts is not passed without any", onFailure(0), restarted("Running", 0), ""],
    ["of restarts counts those of pending pods and init containers", onFailure(2), init, passed],
    ["of restarts does not count those of pods that nobody knows of", onFailure(1), restarted("Unknown", 5), ""],
    [
      "of restarts counts those of terminating pods",
      onFailure(5),
      { ...restarted("Running", 5), metadata: { ...podOf("a").metadata, ...gone } },
      passed,
    ],
    [
      "of restarts is none for pods that never restart",
      { backoffLimit: 1, parallelism: 1 },
      restarted("Running", 5),
      "",
    ],
  ])("%s", (_case, spec, pod, told) => {
    expect(limit(spec, { startTime: stamp(0) }, [pod])).toBe(told);
  });
});

describe("the deadline", () => {
  const deadline = (spec: Partial<JobSpec> = {}) => ({ spec: { activeDeadlineSeconds: 30, ...spec } });
  const failed = "FailureTarget DeadlineExceeded, Failed DeadlineExceeded";
  const { startTime, ...unstarted } = jobOf().status;
  test.each<[string, Job, number, string, number | undefined]>([
    ["is reached to the millisecond", jobOf(deadline()), 30, failed, undefined],
    ["is not reached before", jobOf(deadline()), 29.999, "", 1],
    ["is behind", jobOf(deadline()), 31, failed, undefined],
    [
      "does not run while the Job is suspended",
      jobOf(deadline({ suspend: true })),
      40,
      "Suspended JobSuspended",
      undefined,
    ],
    ["begins with the Job", { ...jobOf(deadline()), status: unstarted }, 40.5, "", 30_000],
    ["runs only where there is one", jobOf(), 40, "", undefined],
  ])("%s", (_case, job, atSecond, told, dueInMs) => {
    const outcome = play(job, [], {}, atSecond);
    expect([outcome.told, outcome.dueInMs, startTime]).toEqual([told, dueInMs, stamp(0)]);
  });
});

describe("indexes", () => {
  const perIndex = (spec: Partial<JobSpec>): Job =>
    jobOf({
      spec: {
        completionMode: "Indexed",
        completions: 3,
        parallelism: 3,
        backoffLimitPerIndex: 0,
        backoffLimit: 99,
        ...spec,
      },
    });
  const failedAt = (...indexes: number[]) => indexes.map((index) => endedPod(`f${index}`, 1, 5, indexed(index)));
  const doneAt = (...indexes: number[]) => indexes.map((index) => endedPod(`s${index}`, 0, 5, indexed(index)));
  const both = (reason: string) => `FailureTarget ${reason}, Failed ${reason}`;
  test.each<[string, Job, Pod[], string]>([
    ["that all failed fail the Job", perIndex({}), failedAt(0, 1, 2), both("FailedIndexes")],
    [
      "of which one failed and the rest is done do, too",
      perIndex({}),
      [...failedAt(1), ...doneAt(0, 2)],
      both("FailedIndexes"),
    ],
    ["of which one is left do not yet", perIndex({}), [...failedAt(1), ...doneAt(0)], ""],
    [
      "that failed may be too many",
      perIndex({ maxFailedIndexes: 1 }),
      failedAt(0, 1),
      both("MaxFailedIndexesExceeded"),
    ],
    ["that failed may be just few enough", perIndex({ maxFailedIndexes: 1 }), failedAt(0), ""],
    [
      "of which enough succeeded meet the policy",
      perIndex({ successPolicy: { rules: [{ succeededCount: 2 }] } }),
      doneAt(0, 2),
      "SuccessCriteriaMet SuccessPolicy, Complete SuccessPolicy",
    ],
    [
      "of which too few succeeded do not",
      perIndex({ successPolicy: { rules: [{ succeededCount: 3 }] } }),
      doneAt(0, 2),
      "",
    ],
  ])("%s", (_case, job, pods, told) => {
    expect(play(job, pods).told).toBe(told);
  });
});

describe("conditions", () => {
  const given: JobCondition[] = [
    { type: "Suspended", status: "True", reason: "R", message: "m" },
    { type: "FailureTarget", status: "True" },
  ];
  const wanted = (parts: Partial<JobCondition>): JobCondition => ({
    type: "Suspended",
    status: "True",
    reason: "R",
    message: "m",
    ...parts,
  });
  test.each<[string, Partial<JobCondition>]>([
    ["status", { status: "False" }],
    ["reason", { reason: "other" }],
    ["message", { message: "other" }],
  ])("are rewritten in place if their %s differs", (_field, parts) => {
    expect(ensureCondition(given, wanted(parts))).toEqual([wanted(parts), given[1]]);
  });

  test("are the same list if nothing changes, or if a condition with status False is missing", () => {
    expect(ensureCondition(given, wanted({ lastProbeTime: stamp(1) }))).toBe(given);
    expect(ensureCondition(given, { type: "Failed", status: "False" })).toBe(given);
    expect(ensureCondition(given, { type: "Failed", status: "True" })).toEqual([
      ...given,
      { type: "Failed", status: "True" },
    ]);
  });

  test.each([
    ["", "", {}],
    ["R", "", { reason: "R", message: "" }],
    ["", "m", { reason: "", message: "m" }],
  ])("with reason %o and message %o omit empty strings", (reason, message, texts) => {
    const at = { lastProbeTime: stamp(0), lastTransitionTime: stamp(0) };
    expect(newCondition("Failed", "True", reason, message, EPOCH_MS)).toEqual({
      type: "Failed",
      status: "True",
      ...at,
      ...texts,
    });
  });
});

test.each([
  ["that fits into 64-bit nanoseconds is far off", 9_223_372_036, ""],
  ["that is longer has wrapped round, and is past", 9_223_372_037, "FailureTarget DeadlineExceeded"],
  ["that is the largest number has passed, too", 2 ** 63, "FailureTarget DeadlineExceeded"],
])("a deadline %s", (_case, activeDeadlineSeconds, told) => {
  const job = jobOf({ spec: { activeDeadlineSeconds }, status: { startTime: stamp(10) } });
  expect(play(job, [podOf("a")], {}, 10).told).toBe(told);
});
