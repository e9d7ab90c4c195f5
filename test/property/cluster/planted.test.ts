/** Each check of clusters fails for a scheduler, a quota or a draw that is wrong in what it is about. */

import { afterEach, expect, test, vi } from "vitest";
import { neglected, overbooked, overdrawn, wronglyPreempted } from "./oracle.ts";
import { clusterPlan } from "./plan.ts";

const SEEDS = Array.from({ length: 12 }, (_none, seed) => seed);
const SCHEDULER = "../../../src/scheduler";

afterEach(() => {
  vi.resetModules();
  vi.doUnmock(`${SCHEDULER}/plugins/node-resources-fit.ts`);
  vi.doUnmock(`${SCHEDULER}/hints/hint-table.ts`);
  vi.doUnmock(`${SCHEDULER}/preemption/select-victims.ts`);
  vi.doUnmock("../../../src/apiserver/admission/quota/check-quota.ts");
  vi.doUnmock("../../../src/engine/random.ts");
});

/** Plays the clusters with what has been planted. */
async function play() {
  const { simulate } = await import("../../../src/simulation/simulation.ts");
  return SEEDS.map((seed) => simulate(clusterPlan(seed)));
}

test("nodes without limits are overbooked", async () => {
  vi.doMock(`${SCHEDULER}/plugins/node-resources-fit.ts`, async (original) => ({
    ...(await original<object>()),
    nodeResourcesFit: { name: "NodeResourcesFit", preFilter: () => ({ kind: "skip" }) },
  }));
  expect((await play()).flatMap(overbooked).length).toBeGreaterThan(0);
});

test("pods that no event requeues stay pending although there is room", async () => {
  vi.doMock(`${SCHEDULER}/hints/hint-table.ts`, async (original) => ({
    ...(await original<object>()),
    isWorthRequeuing: () => false,
  }));
  expect((await play()).flatMap(neglected).length).toBeGreaterThan(0);
});

test("victims of the same priority are noticed", async () => {
  vi.doMock(`${SCHEDULER}/preemption/select-victims.ts`, async (original) => {
    const module = await original<typeof import("../../../src/scheduler/preemption/select-victims.ts")>();
    const selectVictims: typeof module.selectVictims = (node, inputs) => {
      const pod = Object.create(inputs.pod, { priority: { value: inputs.pod.priority + 1 } });
      return module.selectVictims(node, { ...inputs, pod });
    };
    return { ...module, selectVictims };
  });
  expect((await play()).flatMap(wronglyPreempted).length).toBeGreaterThan(0);
});

test("quotas that reject nothing are exceeded", async () => {
  vi.doMock("../../../src/apiserver/admission/quota/check-quota.ts", async (original) => ({
    ...(await original<object>()),
    checkQuotas: () => ({ kind: "charged", used: new Map() }),
  }));
  expect((await play()).flatMap(overdrawn).length).toBeGreaterThan(0);
});

test("random streams that are shared between runs change digests", async () => {
  let drawn = 0;
  vi.doMock("../../../src/engine/random.ts", async (original) => ({
    ...(await original<object>()),
    randomStream: () => () => {
      drawn = (drawn + 0.618_033_988_75) % 1;
      return drawn;
    },
  }));
  const { digestOf } = await import("../../../src/simulation/digest.ts");
  const digests = async () => (await play()).map(({ log }) => digestOf(log.entries));
  expect(await digests()).not.toEqual(await digests());
});
