/**
 * What invariants forgive, because Kubernetes does the same or because nobody could know better: the smallest cases.
 */

import { describe, expect, test } from "vitest";
import { DISRUPTION } from "../../src/testing/generate/policies.ts";
import { type Invariant, runTrial } from "../../src/testing/index.ts";
import { FIRST_POD, findingsOf, JOB, oneJob, podsOf } from "./fixtures/one-job.ts";

const ONE_OF_ONE = { parallelism: 1, completions: 1 };
const ONE_INDEX = { ...ONE_OF_ONE, completionMode: "Indexed" };
const IGNORES_DISRUPTED = { action: "Ignore", onPodConditions: [{ type: DISRUPTION.type, status: DISRUPTION.status }] };

describe("pods beyond those that are needed", () => {
  test("a success that the garbage collector orphans before it is counted does not count", () => {
    const trial = oneJob(ONE_OF_ONE, {
      actions: [
        { atMs: 2500, op: "deletePod", pod: FIRST_POD },
        { atMs: 16_000, op: "deleteJob", job: JOB, propagation: "Orphan" },
      ],
      disturbances: [
        { kind: "stall", atMs: 527, resource: "jobs", forMs: 15_001 },
        { kind: "late", atMs: 16_000, resource: "jobs", forMs: 26_779, byMs: 7001 },
      ],
    });
    expect(podsOf(trial)).toBe(2);
    expect(findingsOf(trial)).toEqual([]);
  });

  test("a pod that an older process makes for a finished Job never appears in its status", () => {
    const trial = oneJob(ONE_OF_ONE, {
      rules: [{ ordinal: 1, script: { scheduleMs: "never" } }],
      watchLagMs: { jobs: 3000, pods: 0 },
      disturbances: [{ kind: "overlap", atMs: 680, forMs: 12_366 }],
    });
    expect(podsOf(trial)).toBe(2);
    expect(findingsOf(trial)).toEqual(["unfenced-leader"]);
  });
});

describe("pods that are not counted", () => {
  test("a disrupted pod that still stops when its Job fails is ignored if the policy says so", () => {
    const trial = oneJob(
      { ...ONE_OF_ONE, activeDeadlineSeconds: 30, podFailurePolicy: { rules: [IGNORES_DISRUPTED] } },
      {
        actions: [{ atMs: 2000, op: "disruptPod", pod: FIRST_POD, condition: DISRUPTION, force: false }],
        pods: { runMs: 60_000, terminationMs: 60_000 },
      },
    );
    expect(findingsOf(trial)).toEqual([]);
  });

  test("a disrupted pod that ends while its Job is announced to fail is ignored for what it showed before", () => {
    const counts = { action: "Count", onExitCodes: { operator: "In", values: [137] } };
    const trial = oneJob(
      { parallelism: 1, activeDeadlineSeconds: 1, podFailurePolicy: { rules: [counts, IGNORES_DISRUPTED] } },
      {
        actions: [
          { atMs: 1, op: "patchJob", job: JOB, patch: { spec: { backoffLimit: 5 } } },
          { atMs: 2000, op: "disruptPod", pod: FIRST_POD, condition: DISRUPTION, force: false },
        ],
        pods: { terminationMs: 1000, terminationExitCode: 0 },
        apiLatencyMs: 500,
      },
    );
    expect(findingsOf(trial)).toEqual([]);
  });

  test("a failed pod that is disrupted after its end fails its index for what it showed before", () => {
    const trial = oneJob(
      { ...ONE_INDEX, backoffLimitPerIndex: 0, podFailurePolicy: { rules: [IGNORES_DISRUPTED] } },
      {
        actions: [{ atMs: 8000, op: "disruptPod", pod: FIRST_POD, condition: DISRUPTION, force: false }],
        pods: { startMs: 625 },
        rules: [{ ordinal: 0, script: { exitCode: 42, runMs: 6000 } }],
        watchLagMs: { jobs: 0, pods: 1500 },
      },
    );
    expect(findingsOf(trial)).toEqual([]);
  });
});

describe("pods that come late or stay on", () => {
  test("a work queue keeps its pods after its first success, however small it is made", () => {
    const trial = oneJob(
      { parallelism: 2 },
      {
        actions: [{ atMs: 2000, op: "patchJob", job: JOB, patch: { spec: { parallelism: 0 } } }],
        pods: { runMs: 3000 },
        rules: [{ ordinal: 0, script: { runMs: 655 } }],
      },
    );
    expect(findingsOf(trial)).toEqual([]);
  });

  test("a pod that succeeds while it is deleted was a failure, and holds its replacement back", () => {
    const trial = oneJob(ONE_OF_ONE, {
      actions: [{ atMs: 14_000, op: "deletePod", pod: { job: JOB, ordinal: 1 } }],
      pods: { runMs: 60_000, terminationMs: 5000, terminationExitCode: 0 },
      rules: [{ ordinal: 0, script: { exitCode: 1, runMs: 1000 } }],
    });
    expect(podsOf(trial)).toBe(3);
    expect(findingsOf(trial)).toEqual([]);
  });

  test("a success that is scaled away in the second of two failures forgives neither", () => {
    const trial = oneJob(
      { parallelism: 3, completions: 3, completionMode: "Indexed" },
      {
        actions: [{ atMs: 5650, op: "patchJob", job: JOB, patch: { spec: { completions: 2, parallelism: 2 } } }],
        pods: { startMs: 586, runMs: 5000 },
        rules: [
          { index: 1, attempt: 0, script: { exitCode: 1 } },
          { index: 0, attempt: 0, script: { exitCode: 2, runMs: 4795 } },
        ],
      },
    );
    expect(findingsOf(trial)).toEqual([]);
  });
});

describe("status writes that are refused", () => {
  test("an index fails with its terminating pod, and succeeds with the same pod before that is released", () => {
    const trial = oneJob(
      { ...ONE_INDEX, backoffLimitPerIndex: 0 },
      {
        actions: [{ atMs: 11_230, op: "deleteJob", job: JOB, propagation: "Foreground" }],
        pods: { runMs: 46_000, terminationMs: 767, terminationExitCode: 0 },
        disturbances: [{ kind: "lostAnswers", atMs: 11_230, count: 4 }],
      },
    );
    expect(findingsOf(trial)).toEqual(["index-ended-twice"]);
  });

  test("an index fails with a pod that was made when nobody could know that an earlier one had succeeded", () => {
    const trial = oneJob(
      { ...ONE_INDEX, backoffLimitPerIndex: 1 },
      {
        actions: [{ atMs: 6000, op: "deletePod", pod: FIRST_POD }],
        pods: { runMs: 20_000, terminationMs: 5000, terminationExitCode: 0 },
        rules: [{ index: 0, attempt: 1, script: { exitCode: 137, runMs: 5580 } }],
        disturbances: [{ kind: "relist", atMs: 10_424, resource: "pods", forMs: 18_001 }],
      },
    );
    expect(findingsOf(trial)).toEqual(["index-ended-twice"]);
  });

  test("an index is failed by a condition that its first pod gets after its end, while the second succeeds", () => {
    const trial = oneJob(
      {
        parallelism: 3,
        completions: 3,
        completionMode: "Indexed",
        backoffLimitPerIndex: 2,
        podFailurePolicy: {
          rules: [
            { action: "FailIndex", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
            { action: "Ignore", onExitCodes: { operator: "In", values: [137] } },
          ],
        },
      },
      {
        actions: [
          { atMs: 28_547, op: "restartController", downMs: 21_036 },
          {
            atMs: 29_000,
            op: "disruptPod",
            pod: { job: JOB, ordinal: 2 },
            condition: { type: "DisruptionTarget", status: "True", reason: "EvictionByEvictionAPI" },
          },
        ],
        watchLagMs: { jobs: 1000, pods: 0 },
        rules: [{ index: 2, attempt: 0, script: { exitCode: 137, runMs: 16_216 } }],
      },
    );
    expect(findingsOf(trial)).toEqual(["index-ended-twice"]);
  });

  test("a second process counts a pod as failed that the first had listed as succeeded", () => {
    const trial = oneJob(
      {
        parallelism: 2,
        completions: 2,
        podFailurePolicy: { rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [42] } }] },
      },
      {
        pods: { runMs: 11_704 },
        rules: [{ ordinal: 0, script: { exitCode: 42 } }],
        disturbances: [
          { kind: "lostAnswers", atMs: 16_427, count: 2 },
          { kind: "stall", atMs: 8337, resource: "pods", forMs: 19_001 },
          { kind: "overlap", atMs: 25_649, forMs: 7567 },
        ],
      },
    );
    expect(findingsOf(trial)).toEqual(["unfenced-leader"]);
  });

  test("an index fails with a pod that is deleted, in spite of a success that nobody knew of, and then succeeds", () => {
    const trial = oneJob(
      {
        parallelism: 1,
        completions: 3,
        completionMode: "Indexed",
        backoffLimitPerIndex: 0,
        successPolicy: { rules: [{ succeededCount: 3 }] },
      },
      {
        pods: { readyMs: 5000, runMs: 1447, terminationMs: 7000, terminationExitCode: 0 },
        rules: [{ ordinal: 3, script: { exitCode: 137, runMs: 2954 } }],
        watchLagMs: { jobs: 1500, pods: 3000 },
        disturbances: [
          { kind: "lostAnswers", atMs: 16_000, count: 2 },
          { kind: "crash", atMs: 19_000, afterWrites: 6, downMs: 0 },
          { kind: "stall", atMs: 3330, resource: "jobs", forMs: 20_001 },
        ],
      },
    );
    expect(findingsOf(trial)).toEqual(["index-ended-twice"]);
  });
});

test("where the phase of a pod was changed after its end, its Job counts no other pod any more", () => {
  const trial = oneJob(
    { parallelism: 2 },
    {
      actions: [
        {
          atMs: 15_000,
          op: "patchPod",
          pod: { job: JOB, ordinal: 1 },
          patch: { status: { phase: "Failed" } },
        },
      ],
      pods: { startMs: 1451, runMs: 11_797 },
      disturbances: [{ kind: "lostAnswers", atMs: 4541, count: 2 }],
    },
  );
  expect(findingsOf(trial)).toEqual(["125410"]);
});

describe("what a watch never shows", () => {
  test("a list also hides the pods that a stall before it had held back", () => {
    const trial = oneJob(ONE_OF_ONE, {
      actions: [{ atMs: 1, op: "deletePod", pod: FIRST_POD }],
      disturbances: [
        { kind: "stall", atMs: 0, resource: "pods", forMs: 17_001 },
        { kind: "relist", atMs: 11_206, resource: "pods", forMs: 12_001 },
      ],
    });
    expect(findingsOf(trial)).toEqual(["creation-missed"]);
  });

  test("a list that shows nothing new is as good as the commits that it stands for: the Job ends", () => {
    const trial = oneJob(
      { ...ONE_OF_ONE, activeDeadlineSeconds: 1 },
      {
        pods: { terminationMs: 7499 },
        disturbances: [
          { kind: "relist", atMs: 1086, resource: "pods", forMs: 1, behindMs: 7001 },
          { kind: "relist", atMs: 4637, resource: "pods", forMs: 6083 },
        ],
      },
    );
    expect(podsOf(trial)).toBe(1);
    expect(findingsOf(trial)).toEqual([]);
  });

  test("a pod that was released as one of an unknown Job is counted by each sync that still sees it", () => {
    const trial = oneJob(
      { parallelism: 2, completions: 2 },
      {
        actions: [{ atMs: 1000, op: "deletePod", pod: FIRST_POD }],
        pods: { runMs: 3117 },
        disturbances: [
          { kind: "relist", atMs: 3197, resource: "jobs", forMs: 1540, behindMs: 5296 },
          { kind: "late", atMs: 0, resource: "pods", forMs: 6079, byMs: 7001 },
        ],
      },
    );
    expect(findingsOf(trial)).toContain("counted-after-not-found");
    expect(findingsOf(trial).filter((finding) => finding.startsWith("unexplained"))).toEqual([]);
  });
});

describe("back-offs", () => {
  test("the failure of a pod that was never ready, on a node that is lost, sets the time of the last failure back", () => {
    const trial = oneJob(
      { parallelism: 2, completions: 2 },
      {
        pods: { readyMs: 5000, runMs: 15_109 },
        rules: [{ ordinal: 2, script: { exitCode: 137 } }],
        cluster: {
          nodes: [0, 1, 2].map((i) => ({ name: `node-${i}`, room: { pods: 1 } })),
          imagePullMs: 0,
          outages: [
            { atMs: 5443, node: "node-0", kind: "loss", downMs: 30_000 },
            { atMs: 4446, node: "node-1", kind: "removal", downMs: 66_000 },
          ],
        },
      },
    );
    expect(podsOf(trial)).toBe(5);
    expect(findingsOf(trial)).toEqual([]);
  });
});

describe("a list from the past", () => {
  test("hides a pod that terminates, and the Job ends", () => {
    const trial = oneJob(
      { ...ONE_OF_ONE, activeDeadlineSeconds: 1 },
      {
        pods: { runMs: 10_000, terminationMs: 20_000 },
        disturbances: [{ kind: "relist", atMs: 4995, resource: "pods", forMs: 1001, behindMs: 9001 }],
      },
    );
    expect(findingsOf(trial)).toEqual(["59848"]);
  });

  test("hides a pod that has ended, which keeps its finalizer when the Job ends without it", () => {
    const trial = oneJob(
      { ...ONE_OF_ONE, activeDeadlineSeconds: 5 },
      {
        pods: { startMs: 2057, runMs: 2000 },
        disturbances: [{ kind: "relist", atMs: 4000, resource: "pods", forMs: 368, behindMs: 7001 }],
      },
    );
    expect(findingsOf(trial)).toEqual(["59848"]);
  });

  test("also hides a pod that keeps its finalizer if somebody tampered with another", () => {
    const trial = oneJob(
      { parallelism: 1, completions: 3 },
      {
        actions: [
          { atMs: 15_642, op: "patchPod", pod: { job: JOB, ordinal: 1 }, patch: { status: { phase: "Succeeded" } } },
        ],
        pods: { startMs: 1766, runMs: 6000 },
        disturbances: [{ kind: "relist", atMs: 21_976, resource: "pods", forMs: 1, behindMs: 5689 }],
      },
    );
    expect(findingsOf(trial)).toEqual(["59848"]);
  });

  test("takes a pod away whose finalizer cannot be removed: it is counted then, and once more when it is back", () => {
    const trial = oneJob(
      { parallelism: 1, completions: 2 },
      {
        pods: { runMs: 2883 },
        disturbances: [{ kind: "relist", atMs: 6467, resource: "pods", forMs: 2680, behindMs: 10_001 }],
        faults: [{ fromMs: 506, toMs: 14_706, verb: "patch", resource: "pods", error: "internal" }],
      },
    );
    expect(findingsOf(trial)).toEqual(["59848"]);
  });

  test("shows an index before it failed, which runs again and then succeeds", () => {
    const trial = oneJob(
      { parallelism: 1, completions: 3, completionMode: "Indexed", backoffLimitPerIndex: 0 },
      {
        pods: { runMs: 7000 },
        rules: [{ index: 0, attempt: 0, script: { exitCode: 1, runMs: 9000 } }],
        disturbances: [{ kind: "relist", atMs: 14_000, resource: "jobs", forMs: 3001, behindMs: 7001 }],
      },
    );
    expect(findingsOf(trial)).toEqual(["59848", "index-ended-twice"]);
  });
});

describe("what nobody could know better", () => {
  test("a pod is let go uncounted whose index was out of range, until a user scaled the Job up again unseen", () => {
    const trial = oneJob(
      { parallelism: 4, completions: 4, completionMode: "Indexed" },
      {
        actions: [
          { atMs: 20_000, op: "patchJob", job: JOB, patch: { spec: { completions: 3, parallelism: 3 } } },
          { atMs: 31_000, op: "patchJob", job: JOB, patch: { spec: { completions: 5, parallelism: 5 } } },
        ],
        watchLagMs: { jobs: 3000, pods: 0 },
        pods: { runMs: 11_000 },
        disturbances: [
          { kind: "lostAnswers", atMs: 22_455, count: 4 },
          { kind: "relist", atMs: 4032, resource: "jobs", forMs: 14_001 },
          { kind: "relist", atMs: 21_978, resource: "jobs", forMs: 4734, behindMs: 6976 },
        ],
      },
    );
    expect(findingsOf(trial)).toEqual([]);
  });

  test("a failed pod whose index is scaled away in the second it failed counts for no back-off", () => {
    const trial = oneJob(
      { parallelism: 3, completions: 5, completionMode: "Indexed" },
      {
        actions: [{ atMs: 34_000, op: "patchJob", job: JOB, patch: { spec: { completions: 4, parallelism: 4 } } }],
        pods: { startMs: 1698, runMs: 9000 },
        rules: [
          { index: 3, attempt: 0, script: { exitCode: 137 } },
          { index: 4, attempt: 0, script: { exitCode: 137, runMs: 19_821 } },
          { ordinal: 0, script: { exitCode: 2, runMs: 12_000 } },
        ],
      },
    );
    expect(findingsOf(trial)).toEqual([]);
  });

  test("a failure in the second of a success is forgiven, although PodGC deletes an earlier success in between", () => {
    const trial = oneJob(
      { parallelism: 2, completions: 5 },
      {
        actions: [{ atMs: 11_000, op: "restartController", downMs: 13_448 }],
        pods: { startMs: 1101, runMs: 8372 },
        rules: [
          { ordinal: 4, script: { exitCode: 137, runMs: 19_000 } },
          { ordinal: 1, script: { exitCode: 137, runMs: 15_149 } },
        ],
        controllerManager: { terminatedPodThreshold: 2 },
      },
    );
    expect(findingsOf(trial)).toEqual([]);
  });

  test("a terminating pod that PodGC gives up sets the back-off back to its own end, which is earlier", () => {
    const trial = oneJob(
      { parallelism: 3, completions: 4, podFailurePolicy: { rules: [IGNORES_DISRUPTED] } },
      {
        actions: [{ atMs: 21_024, op: "deletePod", pod: { job: JOB, ordinal: 3 } }],
        pods: { scheduleMs: 117, runMs: 19_194, terminationExitCode: 0 },
        rules: [
          { ordinal: 0, script: { exitCode: 2, runMs: 10_518 } },
          { ordinal: 4, script: { exitCode: 137, runMs: 13_000 } },
        ],
        controllerManager: { terminatedPodThreshold: 2 },
      },
    );
    expect(findingsOf(trial)).toEqual([]);
  });
});

test("what Kubernetes gets wrong is no excuse for a controller that a Job was handed over to", () => {
  const everyJob: Invariant = {
    id: "every-job",
    sentence: "This is never so.",
    source: "this test",
    watch: () => ({ job: (_commit, job, report) => report({ job, message: "broken", known: "59848" }) }),
  };
  const knownOf = (managedBy?: string) =>
    runTrial(oneJob(managedBy === undefined ? {} : { managedBy }), { invariants: [everyJob] }).violations[0]?.known;
  expect([knownOf(), knownOf("kubernetes.io/job-controller")]).toEqual(["59848", "59848"]);
  expect(knownOf("example.dev/keeper")).toBeUndefined();
});
