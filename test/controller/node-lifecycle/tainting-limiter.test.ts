import { expect, test } from "vitest";
import { TaintQueue } from "../../../src/controller/node-lifecycle/taint-queue.ts";
import { TaintingLimiter } from "../../../src/controller/node-lifecycle/tainting-limiter.ts";

test("one node is tainted at once, the next ten seconds later", () => {
  const limiter = new TaintingLimiter(0.1);
  expect([0, 9_900, 10_000].map((nowMs) => limiter.tryAccept(nowMs))).toEqual([true, false, true]);
});

test("a rate of 0.01 in single precision is slightly too slow", () => {
  const limiter = new TaintingLimiter(0.01);
  expect([0, 100_000, 100_100].map((nowMs) => limiter.tryAccept(nowMs))).toEqual([true, false, true]);
});

test("a rate of 0 gives no token", () => {
  expect(new TaintingLimiter(0).tryAccept(1_000_000)).toBe(false);
});

function taintedAt(queue: TaintQueue, nowMs: number): string[] {
  const tainted: string[] = [];
  queue.tryEach(nowMs, (node) => {
    tainted.push(node);
    return true;
  });
  return tainted;
}

test("of nodes that were added in the same pass, the first by name is next", () => {
  const queue = new TaintQueue(0.1);
  for (const node of ["n3", "n1", "n2"]) queue.add(node, 0);
  expect([50, 5_050, 10_050].map((nowMs) => taintedAt(queue, nowMs))).toEqual([["n1"], [], ["n2"]]);
});

test("a node that has its taint is not queued again until it is removed", () => {
  const queue = new TaintQueue(0.1);
  queue.add("n1", 0);
  taintedAt(queue, 50);
  queue.add("n1", 5_000);
  expect(taintedAt(queue, 20_050)).toEqual([]);
  queue.remove("n1");
  queue.add("n1", 25_000);
  expect(taintedAt(queue, 25_050)).toEqual(["n1"]);
});

test("a zone whose rate is restored waits for a whole token first", () => {
  const queue = new TaintQueue(0.1);
  queue.setRate(0, 0);
  queue.add("n1", 0);
  queue.setRate(0.1, 5_000);
  expect([5_050, 14_950, 15_050].map((nowMs) => taintedAt(queue, nowMs))).toEqual([[], [], ["n1"]]);
});
