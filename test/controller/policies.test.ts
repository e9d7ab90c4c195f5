import { describe, expect, test } from "vitest";
import { IndexSet } from "../../src/api/index-set.ts";
import type { Pod, PodFailurePolicy, SuccessPolicyRule } from "../../src/api/types.ts";
import {
  type BackoffRecord,
  backoffDelayMs,
  NO_FAILURES,
  nextBackoffRecord,
  remainingBackoffMs,
} from "../../src/controller/job/backoff.ts";
import { deletionOrder } from "../../src/controller/job/deletion-order.ts";
import { finishTimeOf } from "../../src/controller/job/finish-time.ts";
import { comparePods } from "../../src/controller/job/list-order.ts";
import { matchPodFailurePolicy } from "../../src/controller/job/pod-failure-policy.ts";
import { matchSuccessPolicy } from "../../src/controller/job/success-policy.ts";

const at = (second: number) => Date.parse("2000-01-01T00:00:00Z") + second * 1000;
const stamp = (second: number) => `${new Date(at(second)).toISOString().slice(0, 19)}Z`;

function pod(parts: { readonly metadata?: object; readonly spec?: object; readonly status?: object }): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "p",
      namespace: "default",
      uid: "u",
      resourceVersion: "1",
      creationTimestamp: stamp(0),
      ...parts.metadata,
    },
    spec: { containers: [{ name: "main" }], ...parts.spec },
    status: { phase: "Running", ...parts.status },
  };
}

describe("the back-off after pod failures", () => {
  test("doubles from ten seconds and stops at ten minutes", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 20].map((failures) => backoffDelayMs(failures))).toEqual([
      0, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 600_000, 600_000,
    ]);
  });

  test("is measured from the end of the latest failed pod", () => {
    expect(remainingBackoffMs({ failures: 1, lastFailureMs: at(100) }, at(101.4))).toBe(8_600);
    expect(remainingBackoffMs({ failures: 1, lastFailureMs: at(100) }, at(110))).toBe(0);
  });

  const three: BackoffRecord = { failures: 3, lastFailureMs: at(290) };
  test.each([
    ["nothing new leaves the record", three, undefined, [], three],
    ["a success ends the run of failures", three, 300, [], NO_FAILURES],
    ["failures add up", NO_FAILURES, undefined, [200, 203], { failures: 2, lastFailureMs: at(203) }],
    ["only failures after the latest success count", three, 300, [299, 301], { failures: 1, lastFailureMs: at(301) }],
    ["a failure in the second of the success does not count", three, 300, [299, 300], NO_FAILURES],
  ])("%s", (_case, record, successSecond, failureSeconds, expected) => {
    const next = nextBackoffRecord(record, {
      anySucceeded: successSecond !== undefined,
      latestSuccessMs: () => at(successSecond ?? 0),
      failureTimesMs: failureSeconds.map(at),
    });
    expect(next).toEqual(expected);
  });
});

describe("the finish time of a pod", () => {
  const ended = (name: string, second: number) => ({
    name,
    state: { terminated: { exitCode: 1, finishedAt: stamp(second) } },
  });
  const lost = { type: "Ready", status: "False", lastTransitionTime: stamp(30) };
  const deleted = { deletionTimestamp: stamp(60), deletionGracePeriodSeconds: 20 };
  const sidecar = { initContainers: [{ name: "side", restartPolicy: "Always" }] };
  test.each([
    ["is the latest end of its containers", pod({ status: { containerStatuses: [ended("a", 5), ended("b", 7)] } }), 7],
    [
      "is not known from containers while one runs, so it is when readiness was lost",
      pod({
        status: { containerStatuses: [ended("a", 5), { name: "b", state: { running: {} } }], conditions: [lost] },
      }),
      30,
    ],
    [
      "waits for sidecars, too",
      pod({
        spec: sidecar,
        status: { containerStatuses: [ended("a", 5)], initContainerStatuses: [ended("side", 9)] },
      }),
      9,
    ],
    [
      "is unknown from containers while a sidecar runs",
      pod({
        spec: sidecar,
        metadata: deleted,
        status: { containerStatuses: [ended("a", 5)], initContainerStatuses: [{ name: "side", state: {} }] },
      }),
      40,
    ],
    ["is the moment of the delete request where nothing else is known", pod({ metadata: deleted }), 40],
    ["is its creation at last", pod({}), 0],
  ])("%s", (_case, subject, second) => {
    expect(finishTimeOf(subject)).toBe(at(second));
  });
});

describe("a pod failure policy", () => {
  const failedWith = (exitCode: number, conditions: object[] = []) =>
    pod({
      status: {
        phase: "Failed",
        conditions,
        containerStatuses: [{ name: "main", state: { terminated: { exitCode } } }],
      },
    });
  const policy: PodFailurePolicy = {
    rules: [
      { action: "Future", onExitCodes: { operator: "In", values: [42] } },
      { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
      { action: "FailJob", onExitCodes: { containerName: "main", operator: "In", values: [42] } },
      { action: "Count", onExitCodes: { operator: "NotIn", values: [1] } },
    ],
  };
  test.each([
    ["skips a rule with an unknown action", failedWith(42), "FailJob", 2],
    ["looks at conditions", failedWith(42, [{ type: "DisruptionTarget", status: "True" }]), "Ignore", 1],
    [
      "asks for the status of a condition, too",
      failedWith(1, [{ type: "DisruptionTarget", status: "False" }]),
      undefined,
      undefined,
    ],
    ["counts codes that are not listed", failedWith(7), "Count", 3],
    ["never matches an exit code of 0", failedWith(0), undefined, undefined],
  ])("%s", (_case, subject, action, ruleIndex) => {
    const match = matchPodFailurePolicy(policy, subject);
    expect([match?.action, match?.ruleIndex]).toEqual([action, ruleIndex]);
  });

  test("says which container and code failed the Job", () => {
    expect(matchPodFailurePolicy(policy, failedWith(42))?.message).toBe(
      "Container main for pod default/p failed with exit code 42 matching FailJob rule at index 2",
    );
  });
});

describe("a success policy", () => {
  const met = (rules: SuccessPolicyRule[], ...succeeded: number[]) =>
    matchSuccessPolicy({ rules }, 10, IndexSet.of(...succeeded));
  test.each([
    ["all listed indexes must succeed", [{ succeededIndexes: "0,2-3" }], [0, 2], undefined],
    [
      "the first satisfied rule is named",
      [{ succeededIndexes: "9" }, { succeededCount: 2 }],
      [0, 1],
      "Matched rules at index 1",
    ],
    [
      "a count among listed indexes is enough",
      [{ succeededIndexes: "0-4", succeededCount: 2 }],
      [1, 4],
      "Matched rules at index 0",
    ],
    ["indexes out of range never match", [{ succeededIndexes: "10-12" }], [1], undefined],
    ["nothing is looked at before the first success", [{ succeededCount: 0 }], [], undefined],
    ["a count of 0 is met by the first success", [{ succeededCount: 0 }], [7], "Matched rules at index 0"],
  ])("%s", (_case, rules, succeeded, message) => {
    expect(met(rules, ...succeeded)).toBe(message);
  });
});

describe("the deletion order", () => {
  const ready = (second: number) => ({
    phase: "Running",
    conditions: [{ type: "Ready", status: "True", lastTransitionTime: stamp(second) }],
  });
  const restarted = (restartCount: number) => ({ containerStatuses: [{ name: "main", restartCount }] });
  const bound = { nodeName: "n" };
  test.each([
    ["unbound before bound", pod({ status: ready(1) }), pod({ spec: bound, status: { phase: "Pending" } })],
    ["Pending before Unknown", pod({ status: { phase: "Pending" } }), pod({ status: { phase: "Unknown" } })],
    ["Unknown before Running", pod({ status: { phase: "Unknown" } }), pod({ status: { phase: "Running" } })],
    ["not ready before ready", pod({ status: { phase: "Running" } }), pod({ status: ready(1) })],
    ["ready later before ready earlier", pod({ status: ready(9) }), pod({ status: ready(1) })],
    ["more restarts before fewer", pod({ status: restarted(3) }), pod({ status: restarted(1) })],
    ["newer before older", pod({ metadata: { creationTimestamp: stamp(9) } }), pod({})],
  ])("%s", (_case, first, second) => {
    const order = deletionOrder(() => 0);
    expect(Math.sign(order(first, second))).toBe(-1);
    expect(Math.sign(order(second, first))).toBe(1);
  });

  test("leaves equals to the order of the run", () => {
    const [older, newer] = [pod({ metadata: { uid: "u-1" } }), pod({ metadata: { uid: "u-2" } })];
    expect(deletionOrder(comparePods("oldestFirst"))(older, newer)).toBeLessThan(0);
    expect(deletionOrder(comparePods("newestFirst"))(older, newer)).toBeGreaterThan(0);
  });
});
