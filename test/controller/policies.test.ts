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

  test("counts from the end of the last failed pod", () => {
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
    [
      "is the latest end, whichever container it is of",
      pod({ status: { containerStatuses: [ended("a", 7), ended("b", 5)] } }),
      7,
    ],
    [
      "is the end of the container where the side-car ended before",
      pod({
        spec: sidecar,
        status: { containerStatuses: [ended("a", 12)], initContainerStatuses: [ended("side", 9)] },
      }),
      12,
    ],
    [
      "is the end of a side-car where no container has a status",
      pod({ spec: sidecar, status: { initContainerStatuses: [ended("side", 9)] } }),
      9,
    ],
    [
      "does not wait for init containers that run once",
      pod({
        spec: { initContainers: [{ name: "init" }, ...sidecar.initContainers] },
        status: {
          containerStatuses: [ended("a", 5)],
          initContainerStatuses: [{ name: "init", state: {} }, ended("side", 4)],
        },
      }),
      5,
    ],
    ["is not a readiness that is there", pod({ status: { conditions: [{ ...lost, status: "True" }] } }), 0],
    ["is not another condition that is lost", pod({ status: { conditions: [{ ...lost, type: "PodScheduled" }] } }), 0],
    [
      "needs the time when readiness was lost",
      pod({ status: { conditions: [{ type: "Ready", status: "False" }] } }),
      0,
    ],
    [
      "is the moment that readiness was lost before that of the delete request",
      pod({ metadata: deleted, status: { conditions: [lost] } }),
      30,
    ],
    ["is the deletion itself without a grace period", pod({ metadata: { deletionTimestamp: stamp(60) } }), 60],
    [
      "is unknown from a container that ended at an unknown time",
      pod({ status: { containerStatuses: [{ name: "a", state: { terminated: { exitCode: 1 } } }] } }),
      0,
    ],
  ])("%s", (_case, subject, second) => {
    expect(finishTimeOf(subject)).toBe(at(second));
  });

  test("ignores sidecars in old releases", () => {
    const subject = pod({
      spec: sidecar,
      status: { containerStatuses: [ended("a", 5)], initContainerStatuses: [ended("side", 9)] },
    });
    expect([finishTimeOf(subject, true), finishTimeOf(subject, false)]).toEqual([at(9), at(5)]);
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
  const policyOf = (rule: object): PodFailurePolicy => ({ rules: [{ action: "Count", ...rule }] });
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

  const init = { initContainerStatuses: [{ name: "init", state: { terminated: { exitCode: 3 } } }] };
  const disrupted = [{ type: "DisruptionTarget", status: "True" }];
  const codes = (operator: string, values: number[], containerName?: string) => ({
    onExitCodes: { operator, values, ...(containerName === undefined ? {} : { containerName }) },
  });
  test.each([
    [
      "looks at init containers, too",
      codes("In", [3]),
      pod({ status: init }),
      "Container init for pod default/p failed with exit code 3",
    ],
    ["looks at a named container only", codes("In", [3], "main"), pod({ status: init }), undefined],
    ["matches no unknown operator", codes("Near", [42]), failedWith(42), undefined],
    ["does not match a code that is not listed", codes("In", [1, 2]), failedWith(42), undefined],
    [
      "matches one of several codes",
      codes("In", [1, 42]),
      failedWith(42),
      "Container main for pod default/p failed with exit code 42",
    ],
    [
      "does not match a container that runs",
      codes("NotIn", [1]),
      pod({ status: { containerStatuses: [{ name: "main", state: { running: {} } }] } }),
      undefined,
    ],
    [
      "does not match a container without a state",
      codes("NotIn", [1]),
      pod({ status: { containerStatuses: [{ name: "main" }] } }),
      undefined,
    ],
    ["does not match a pod without containers that ended", codes("NotIn", [1]), pod({}), undefined],
    [
      "words a condition that matches",
      { onPodConditions: disrupted },
      failedWith(1, disrupted),
      "Pod default/p has condition DisruptionTarget",
    ],
    [
      "asks for the type of a condition",
      { onPodConditions: disrupted },
      failedWith(1, [{ type: "Ready", status: "True" }]),
      undefined,
    ],
    [
      "matches one of several conditions",
      { onPodConditions: [{ type: "A", status: "True" }, ...disrupted] },
      failedWith(1, disrupted),
      "Pod default/p has condition DisruptionTarget",
    ],
    ["matches no pod without conditions", { onPodConditions: disrupted }, pod({}), undefined],
    ["matches nothing where it asks for nothing", {}, failedWith(1, disrupted), undefined],
  ])("%s", (_case, rule, subject, cause) => {
    for (const action of ["FailJob", "FailIndex", "Ignore", "Count"]) {
      const found = matchPodFailurePolicy(policyOf({ action, ...rule }), subject);
      expect(found?.message).toBe(cause === undefined ? undefined : `${cause} matching ${action} rule at index 0`);
      expect(found?.action).toBe(cause === undefined ? undefined : action);
    }
    expect(matchPodFailurePolicy(policyOf({ action: "Future", ...rule }), subject)).toBe(undefined);
  });

  test("names the container and exit code that failed the Job", () => {
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
    [
      "listed indexes out of range need not succeed",
      [{ succeededIndexes: "1,10-12" }],
      [1],
      "Matched rules at index 0",
    ],
    [
      "a count among listed indexes that is missed",
      [{ succeededIndexes: "0-4", succeededCount: 2 }],
      [1, 7, 8],
      undefined,
    ],
    ["a count that is missed", [{ succeededCount: 3 }], [1, 7], undefined],
    ["a count that is just reached", [{ succeededCount: 2 }], [1, 7], "Matched rules at index 0"],
    ["a rule that asks for nothing", [{}], [1, 7], undefined],
    [
      "a count above those listed",
      [{ succeededIndexes: "0-1", succeededCount: 5 }],
      [0, 1],
      "Matched rules at index 0",
    ],
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
  const restarted = (...counts: number[]) => ({
    containerStatuses: counts.map((restartCount, i) => ({ name: `c${i}`, restartCount })),
  });
  const lost = { conditions: [{ type: "Ready", status: "False", lastTransitionTime: stamp(20) }] };
  const readyAtUnknown = { conditions: [{ type: "Ready", status: "True" }] };
  const sidecar = { initContainers: [{ name: "init" }, { name: "side", restartPolicy: "Always" }] };
  const restartedSide = (restartCount: number) => ({ initContainerStatuses: [{ name: "side", restartCount }] });
  const restartedInit = () => ({ initContainerStatuses: [{ name: "init", restartCount: 3 }] });
  const scheduled = { conditions: [{ type: "PodScheduled", status: "True", lastTransitionTime: stamp(3) }] };
  const bound = { nodeName: "n" };
  test.each([
    ["unbound before bound", pod({ status: ready(1) }), pod({ spec: bound, status: { phase: "Pending" } })],
    ["Pending before Unknown", pod({ status: { phase: "Pending" } }), pod({ status: { phase: "Unknown" } })],
    ["Unknown before Running", pod({ status: { phase: "Unknown" } }), pod({ status: { phase: "Running" } })],
    ["not ready before ready", pod({ status: { phase: "Running" } }), pod({ status: ready(1) })],
    ["ready later before ready earlier", pod({ status: ready(9) }), pod({ status: ready(1) })],
    ["more restarts before fewer", pod({ status: restarted(3) }), pod({ status: restarted(1) })],
    ["newer before older", pod({ metadata: { creationTimestamp: stamp(9) } }), pod({})],
    ["an empty node name is none", pod({ spec: { nodeName: "" } }), pod({ spec: bound })],
    ["Pending before Running", pod({ status: { phase: "Pending" } }), pod({ status: { phase: "Running" } })],
    ["a lost readiness is none", pod({ status: lost }), pod({ status: ready(9) })],
    ["ready since an unknown time before ready", pod({ status: readyAtUnknown }), pod({ status: ready(9) })],
    ["the most restarts of a container", pod({ status: restarted(1, 5) }), pod({ status: restarted(4, 4) })],
    ["side-cars that restarted", pod({ spec: sidecar, status: restartedSide(2) }), pod({ spec: sidecar })],
    [
      "restarts of containers before those of side-cars",
      pod({ spec: sidecar, status: restarted(1) }),
      pod({ spec: sidecar, status: restartedSide(9) }),
    ],
    [
      "side-cars before age",
      pod({ spec: sidecar, status: restartedSide(2) }),
      pod({ spec: sidecar, metadata: { creationTimestamp: stamp(9) } }),
    ],
    ["a bound pod that is not ready behind one that is, and unbound", pod({ status: ready(1) }), pod({ spec: bound })],
    [
      "phase before readiness",
      pod({ status: { ...ready(1), phase: "Pending" } }),
      pod({ status: { phase: "Running" } }),
    ],
    [
      "the time of readiness before restarts",
      pod({ status: ready(9) }),
      pod({ status: { ...ready(1), ...restarted(5) } }),
    ],
  ])("%s", (_case, first, second) => {
    const order = deletionOrder(() => 0);
    expect(Math.sign(order(first, second))).toBe(-1);
    expect(Math.sign(order(second, first))).toBe(1);
  });

  test.each([
    [
      "restarts of containers that run before the others",
      pod({ spec: sidecar, status: restartedInit() }),
      pod({ spec: sidecar }),
    ],
    ["ready since unknown times", pod({ status: readyAtUnknown }), pod({ status: readyAtUnknown })],
    ["conditions that are not about readiness", pod({ status: scheduled }), pod({})],
  ])("does not look at %s", (_case, first, second) => {
    const order = deletionOrder(() => 7);
    expect([order(first, second), order(second, first)]).toEqual([7, 7]);
  });

  test("of old releases ignores sidecars", () => {
    const [troubled, quiet] = [pod({ spec: sidecar, status: restartedSide(2) }), pod({ spec: sidecar })];
    expect(deletionOrder(() => 7, false)(troubled, quiet)).toBe(7);
    expect(deletionOrder(() => 7, true)(troubled, quiet)).toBeLessThan(0);
    const newer = pod({ metadata: { creationTimestamp: stamp(9) } });
    expect(deletionOrder(() => 7, false)(newer, quiet)).toBeLessThan(0);
  });

  test("shuffles consistently by a seed", () => {
    const pods = Array.from({ length: 20 }, (_, i) => pod({ metadata: { uid: `u-${10 + i}` } }));
    const sorted = (seed: number) =>
      pods.toSorted(comparePods({ shuffledBy: seed })).map(({ metadata }) => metadata.uid);
    const [one, two] = [sorted(1), sorted(2)];
    expect(sorted(1)).toEqual(one);
    expect(one).not.toEqual(two);
    expect(one.toSorted()).toEqual(pods.map(({ metadata }) => metadata.uid));
    expect(one).not.toEqual(one.toSorted());
    const [first, second] = pods;
    if (first === undefined || second === undefined) throw new Error("no pods");
    const compare = comparePods({ shuffledBy: 1 });
    expect([Math.sign(compare(first, second)) + Math.sign(compare(second, first)), compare(first, first)]).toEqual([
      0, 0,
    ]);
    expect(["oldestFirst" as const, "newestFirst" as const].map((order) => comparePods(order)(first, first))).toEqual([
      0, 0,
    ]);
  });

  test("leaves ties to the order of the run", () => {
    const [older, newer] = [pod({ metadata: { uid: "u-1" } }), pod({ metadata: { uid: "u-2" } })];
    expect(deletionOrder(comparePods("oldestFirst"))(older, newer)).toBeLessThan(0);
    expect(deletionOrder(comparePods("newestFirst"))(older, newer)).toBeGreaterThan(0);
  });
});
