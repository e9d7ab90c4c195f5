import { expect, test } from "vitest";
import type { ConditionStatus } from "../../../src/api/types.ts";
import { DEFAULT_NODE_LIFECYCLE } from "../../../src/controller/node-lifecycle/settings.ts";
import { taintingRate, zoneStateOf } from "../../../src/controller/node-lifecycle/zone-state.ts";

test.each([
  [0, 3, "Normal"],
  [2, 1, "Normal"],
  [3, 2, "PartialDisruption"],
  [3, 3, "Normal"],
  [11, 9, "PartialDisruption"],
  [1, 0, "FullDisruption"],
] as const)("%d lost and %d ready nodes are %s", (lost, ready, state) => {
  const statuses: ConditionStatus[] = [
    ...Array.from({ length: lost }, () => "Unknown" as const),
    ...Array.from({ length: ready }, () => "True" as const),
  ];
  expect(zoneStateOf(statuses, DEFAULT_NODE_LIFECYCLE)).toBe(state);
});

test.each([
  ["Normal", 10, 0.1],
  ["FullDisruption", 10, 0.1],
  ["PartialDisruption", 50, 0],
  ["PartialDisruption", 51, 0.01],
] as const)("in state %s with %d nodes, %d nodes per second are tainted", (state, size, rate) => {
  expect(taintingRate(state, size, DEFAULT_NODE_LIFECYCLE)).toBe(rate);
});
