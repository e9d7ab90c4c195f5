import { expect, test } from "vitest";
import { WatchTimes } from "../../src/go/watch-times.ts";
import type { Disturbance } from "../../src/simulation/faults/disturbance.ts";

const NOW = { atMs: 0, behindMs: 0 };

function timesOf(...disturbances: readonly Disturbance[]): WatchTimes {
  return new WatchTimes({ disturbances, watchLagMs: { jobs: 5 } }, "jobs");
}

test.each<[string, Disturbance, number, number]>([
  ["with its usual lag", { kind: "late", resource: "pods", atMs: 0, forMs: 100, byMs: 50 }, 10, 15],
  ["later while changes are late", { kind: "late", resource: "jobs", atMs: 0, forMs: 100, byMs: 50 }, 10, 65],
  ["as usual again afterwards", { kind: "late", resource: "jobs", atMs: 0, forMs: 100, byMs: 50 }, 100, 105],
  ["when a stall is over", { kind: "stall", resource: "jobs", atMs: 10, forMs: 100 }, 20, 110],
  [
    "when a stall is over that begins before it is due",
    { kind: "stall", resource: "jobs", atMs: 14, forMs: 6 },
    10,
    20,
  ],
])("a watch shows a change %s", (_when, disturbance, committedMs, shownMs) => {
  expect(timesOf(disturbance).shownMs(committedMs, NOW)).toBe(shownMs);
});

test("two stalls that overlap are one", () => {
  const times = timesOf(
    { kind: "stall", resource: "jobs", atMs: 0, forMs: 100 },
    { kind: "stall", resource: "jobs", atMs: 90, forMs: 100 },
  );
  expect(times.stalledUntilMs(50)).toBe(190);
  expect(times.stalledUntilMs(190)).toBe(190);
});

test("after a break, lists come from a stale cache until it has caught up", () => {
  const times = timesOf({ kind: "relist", resource: "jobs", atMs: 100, forMs: 50, behindMs: 30 });
  expect(times.breaksMs).toEqual([100]);
  expect([99, 100, 149, 150].map((nowMs) => times.isBroken(nowMs))).toEqual([false, true, true, false]);
  expect([149, 150, 179, 180].map((nowMs) => times.listBehindMs(nowMs, 0))).toEqual([0, 30, 30, 0]);
});

test("events before an old list are shown as late as its cache is stale, and later ones are not", () => {
  const opened = { atMs: 100, behindMs: 30 };
  expect([99, 100].map((committedMs) => timesOf().shownMs(committedMs, opened))).toEqual([129, 105]);
});

test("a stale cache is seen by processes that start meanwhile, and by no others", () => {
  const times = timesOf({ kind: "oldList", resource: "jobs", atMs: 100, forMs: 50, behindMs: 30 });
  expect([99, 100].map((startedMs) => times.listBehindMs(120, startedMs))).toEqual([0, 30]);
  expect(times.listBehindMs(150, 120)).toBe(0);
});
