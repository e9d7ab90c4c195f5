/** Subresources of pods, as clients inside a run use them: binding and eviction. */

import { describe, expect, test } from "vitest";
import { NODE } from "../../src/api/kinds/node.ts";
import { POD_DISRUPTION_BUDGET, type PodDisruptionBudget } from "../../src/api/kinds/pod-disruption-budget.ts";
import { POD } from "../../src/api/kinds/workloads.ts";
import type { Pod } from "../../src/api/types.ts";
import { calls, type Draft } from "../../src/controller/calls.ts";
import { play, stored } from "../simulation/play-process.ts";

const pod = (name: string): Draft<Pod> => ({
  metadata: { name, labels: { app: "a" } },
  spec: { restartPolicy: "Never", containers: [{ name: "main", image: "x" }] },
});

describe("a pod that is bound", () => {
  test("has its node, is scheduled, and cannot be bound again", () => {
    const { found } = play(function* () {
      yield* calls.create(POD, pod("p"));
      const bound = yield* stored(calls.bind("default", "p", "a"));
      const again = yield* calls.bind("default", "p", "b");
      const on = yield* calls.list(POD, { fieldSelector: { "spec.nodeName": "a" } });
      return { bound, again, on };
    });
    expect(found.bound.spec.nodeName).toBe("a");
    expect(found.bound.status.conditions).toMatchObject([{ type: "PodScheduled", status: "True" }]);
    expect(found.again).toMatchObject({
      error: {
        reason: "Conflict",
        message: 'Operation cannot be fulfilled on pods/binding "p": pod p is already assigned to node "a"',
      },
    });
    expect(found.on.ok && found.on.object.items.length).toBe(1);
  });
});

describe("a pod that is evicted", () => {
  function* running(name: string) {
    yield* calls.create(POD, pod(name));
    yield* calls.bind("default", name, "a");
    const ready = { type: "Ready", status: "True" };
    const body = { status: { phase: "Running", conditions: [ready] } };
    return yield* stored(calls.patchStatus(POD, "default", name, { type: "merge", body }));
  }
  const budget = (status: Partial<PodDisruptionBudget["status"]>): Draft<PodDisruptionBudget> => ({
    metadata: { name: "b" },
    spec: { minAvailable: 1, selector: { matchLabels: { app: "a" } } },
    ...{ status: { currentHealthy: 2, desiredHealthy: 1, expectedPods: 2, disruptionsAllowed: 1, ...status } },
  });

  test("is marked as disrupted, and has a grace period", () => {
    const { found } = play(function* () {
      yield* running("p");
      return yield* stored(calls.evict("default", "p"));
    });
    expect(found.metadata.deletionGracePeriodSeconds).toBe(30);
    expect(found.status.conditions).toContainEqual(
      expect.objectContaining({ type: "DisruptionTarget", reason: "EvictionByEvictionAPI" }),
    );
  });

  test("takes from its disruption budget, which refuses the next eviction", () => {
    const { found } = play(function* () {
      yield* running("p");
      yield* running("q");
      const given = budget({ observedGeneration: 1 });
      const created = yield* stored(calls.create(POD_DISRUPTION_BUDGET, given));
      yield* calls.updateStatus(POD_DISRUPTION_BUDGET, { ...created, ...status(given) });
      const first = yield* calls.evict("default", "p");
      const second = yield* calls.evict("default", "q");
      const left = yield* stored(calls.get(POD_DISRUPTION_BUDGET, "default", "b"));
      return { first: first.ok, second, left };
    });
    expect(found.first).toBe(true);
    expect(found.second).toMatchObject({
      error: {
        reason: "TooManyRequests",
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
      },
    });
    expect(found.left.status).toMatchObject({ disruptionsAllowed: 0, disruptedPods: { p: expect.any(String) } });
  });

  const status = (draft: Draft<PodDisruptionBudget>) => (draft.status === undefined ? {} : { status: draft.status });
});

describe("a JSON patch of any kind", () => {
  test("is applied, and refused if it does not match", () => {
    const { found } = play(function* () {
      yield* calls.create(NODE, { metadata: { name: "a" }, spec: { taints: [] } });
      const taint = { key: "k", effect: "NoSchedule" };
      const add = { op: "add", path: "/spec/taints/-", value: taint };
      const patched = yield* stored(calls.patch(NODE, "", "a", { type: "json", operations: [add] }));
      const test = { op: "test", path: "/spec/taints/0/key", value: "other" };
      const refused = yield* calls.patch(NODE, "", "a", { type: "json", operations: [test] });
      return { patched, refused };
    });
    expect(found.patched.spec?.taints).toEqual([{ key: "k", effect: "NoSchedule" }]);
    expect(found.refused.ok).toBe(false);
  });
});
