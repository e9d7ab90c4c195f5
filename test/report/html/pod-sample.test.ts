import { expect, test } from "vitest";
import { EvenSpread, thinned } from "../../../src/report/html/even-spread.ts";
import { roomOfJob } from "../../../src/report/html/pod-sample.ts";
import { shortStatus } from "../../../src/report/html/short-status.ts";

test("a spread keeps the first and evenly spaced others, and lets go of the rest", () => {
  const dropped: number[] = [];
  const spread = new EvenSpread<number>(4, (one) => dropped.push(one));
  const kept = Array.from({ length: 20 }, (_, i) => i).filter((i) => spread.offer(i));
  expect(spread.kept).toEqual([0, 8, 16]);
  expect(spread.seen).toBe(20);
  expect([...spread.kept, ...dropped].sort((a, b) => a - b)).toEqual(kept);
});

test("a list is thinned evenly, from its first member", () => {
  expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).toEqual([0, 2, 5, 7]);
  expect(thinned([0, 1], 4)).toEqual([0, 1]);
});

test("Jobs share the room for pods, and small ones leave to others what they do not need", () => {
  expect(roomOfJob([10_000], 6_000, 6_000)).toBe(6_000);
  expect(roomOfJob([1_000, 10_000, 10_000], 6_000, 6_000)).toBe(2_500);
  expect(roomOfJob([1_000, 1_000], 6_000, 6_000)).toBe(6_000);
  expect(
    roomOfJob(
      Array.from({ length: 500 }, () => 1_000),
      6_000,
      6_000,
    ),
  ).toBe(100);
});

test("long lists of a status say how much of them is left out, and short ones stay", () => {
  const indexes = Array.from({ length: 200 }, (_, i) => 2 * i).join(",");
  const uids = Array.from({ length: 500 }, (_, i) => `uid-${i}`);
  const status = { active: 3, completedIndexes: indexes, uncountedTerminatedPods: { succeeded: uids } };
  const { active, completedIndexes = "", uncountedTerminatedPods } = shortStatus(status);
  expect(active).toBe(3);
  expect(completedIndexes).toMatch(new RegExp(`^0,2,4,.*, … ${indexes.length} characters in all … ,.*,396,398$`));
  expect(uncountedTerminatedPods).toEqual({ succeeded: ["uid-0", "uid-1", "uid-2", "uid-3", "… and 496 more"] });
  const few = { completedIndexes: "0-9", uncountedTerminatedPods: { failed: ["uid-1"] } };
  expect(shortStatus(few)).toEqual(few);
});
