/** When views are stale, according to the plan of a run. */

import { expect, test } from "vitest";
import type { Disturbance } from "../../src/simulation/faults/disturbance.ts";
import { circumstancesOf } from "../../src/testing/invariants/circumstances.ts";
import { oneJob } from "./fixtures/one-job.ts";

const JOB = { parallelism: 1, completions: 1 };

function under(...disturbances: readonly Disturbance[]) {
  const { outages, relists, staleLists } = circumstancesOf(oneJob(JOB, { disturbances }));
  return { outages, relists, staleLists };
}

test("delays of one watch at one time add up, those of two watches do not", () => {
  const late = { kind: "late", forMs: 1000, byMs: 500 } as const;
  const first = { ...late, resource: "pods", atMs: 0 } as const;
  expect(under(first, { ...late, resource: "pods", atMs: 900 }).outages).toEqual([{ fromMs: 0, toMs: 2900 }]);
  expect(under(first, { ...late, resource: "jobs", atMs: 900 }).outages).toEqual([{ fromMs: 0, toMs: 2400 }]);
  expect(under(first, { ...late, resource: "pods", atMs: 1000 }).outages).toEqual([{ fromMs: 0, toMs: 2500 }]);
});

test("a change that is delivered twice is late for nobody", () => {
  const none = { outages: [], relists: [], staleLists: [] };
  expect(under({ kind: "repeat", resource: "pods", atMs: 0, forMs: 1000 })).toEqual(none);
  const list = { kind: "relist", resource: "pods", atMs: 500, forMs: 1000 } as const;
  expect(under({ kind: "repeat", resource: "pods", atMs: 0, forMs: 9000 }, list)).toEqual(under(list));
});

test("a list hides what came since its watch was first held back", () => {
  const list = { kind: "relist", resource: "pods", atMs: 500, forMs: 1000 } as const;
  expect(under(list).relists).toEqual([{ fromMs: 500, toMs: 1500 }]);
  expect(under(list, { kind: "stall", resource: "pods", atMs: 100, forMs: 400 }).relists[0]?.fromMs).toBe(100);
  expect(under(list, { kind: "stall", resource: "pods", atMs: 100, forMs: 399 }).relists[0]?.fromMs).toBe(500);
  expect(under(list, { kind: "stall", resource: "jobs", atMs: 100, forMs: 400 }).relists[0]?.fromMs).toBe(500);
});

test("outages that run into each other end with one list, and a delay does not put that off", () => {
  const list = { kind: "relist", resource: "pods", atMs: 0, forMs: 1000 } as const;
  expect(under(list, { kind: "stall", resource: "pods", atMs: 900, forMs: 900 }).relists[0]?.toMs).toBe(1800);
  expect(under(list, { kind: "late", resource: "pods", atMs: 900, forMs: 900, byMs: 1 }).relists[0]?.toMs).toBe(1000);
});

test("a view from the past is over when both views are of the present", () => {
  const list = { kind: "relist", resource: "jobs", atMs: 1000, forMs: 10, behindMs: 500 } as const;
  expect(under(list).staleLists).toEqual([{ fromMs: 1010, toMs: 1510 }]);
  const stall = { kind: "stall", atMs: 1500, forMs: 1000 } as const;
  expect(under(list, { ...stall, resource: "jobs" }).staleLists).toEqual([{ fromMs: 1010, toMs: 2500 }]);
  expect(under(list, { ...stall, resource: "pods" }).staleLists).toEqual([{ fromMs: 1010, toMs: 2500 }]);
  expect(under(list, { ...stall, resource: "pods", atMs: 1511 }).staleLists).toEqual([{ fromMs: 1010, toMs: 1510 }]);
});
