import { describe, expect, test } from "vitest";
import { exponentialDelay, WorkQueue } from "../../src/controller/work-queue.ts";
import { EventLoop } from "../../src/engine/event-loop.ts";

function newQueue() {
  const loop = new EventLoop();
  const queue = new WorkQueue(loop, exponentialDelay(1_000, 60_000));
  const taken: [number, string][] = [];
  queue.onReady(() => {
    for (let key = queue.take(); key !== undefined; key = queue.take()) {
      taken.push([loop.nowMs, key]);
      queue.done(key);
    }
  });
  return { loop, queue, taken };
}

describe("the work queue", () => {
  test("keeps only the earliest due time of a key and drops later ones", () => {
    const { loop, queue, taken } = newQueue();
    queue.addAfter("a", 1_000);
    queue.addAfter("a", 500);
    queue.addAfter("a", 2_000);
    loop.run(10_000);
    expect(taken).toEqual([[500, "a"]]);
  });

  test("leaves a pending due time in place when the key is added at once", () => {
    const { loop, queue, taken } = newQueue();
    queue.addAfter("a", 1_000);
    queue.addAfter("a", 0);
    loop.run(10_000);
    expect(taken).toEqual([
      [0, "a"],
      [1_000, "a"],
    ]);
  });

  test("does not add a waiting key twice", () => {
    const queue = new WorkQueue(new EventLoop(), exponentialDelay(1_000, 60_000));
    queue.add("a");
    queue.add("a");
    expect([queue.take(), queue.take()]).toEqual(["a", undefined]);
  });

  test("hands out a key that is added while it is processed only after it is done", () => {
    const queue = new WorkQueue(new EventLoop(), exponentialDelay(1_000, 60_000));
    queue.add("a");
    queue.take();
    queue.add("a");
    expect(queue.take()).toBe(undefined);
    queue.done("a");
    expect(queue.take()).toBe("a");
  });

  test("retries after 1, 2, 4 … seconds and at most a minute, until the key is forgotten", () => {
    const { loop, queue, taken } = newQueue();
    for (let failure = 0; failure < 8; failure++) {
      queue.addRateLimited("a");
      loop.run(loop.nowMs + 60_000);
    }
    const waits = taken.map(([atMs], failure) => atMs - failure * 60_000);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    queue.forget("a");
    const beforeMs = loop.nowMs;
    queue.addRateLimited("a");
    loop.run(beforeMs + 5_000);
    expect(taken.at(-1)).toEqual([beforeMs + 1_000, "a"]);
  });

  test("forgets everything when it is stopped", () => {
    const { loop, queue, taken } = newQueue();
    queue.addAfter("a", 1_000);
    queue.stop();
    queue.add("b");
    loop.run(10_000);
    expect(taken).toEqual([]);
  });

  test("hands out keys in the order in which they became ready, even if some were taken", () => {
    const queue = new WorkQueue(new EventLoop(), exponentialDelay(1_000, 60_000));
    queue.add("a");
    queue.add("b");
    const first = queue.take();
    queue.add("c");
    expect([first, queue.take(), queue.take(), queue.take()]).toEqual(["a", "b", "c", undefined]);
    queue.add("d");
    expect(queue.take()).toBe("d");
  });

  test("delays a key that keeps coming back at once by a round trip", () => {
    const { loop, queue, taken } = newQueue();
    for (let turn = 0; turn < 501; turn++) queue.addPromptly("a");
    expect(taken).toHaveLength(500);
    loop.run(10);
    expect(taken.at(-1)).toEqual([10, "a"]);
  });

  test("forgets only idle keys out of thousands", () => {
    const { loop, queue, taken } = newQueue();
    queue.addAfter("due", 5_000);
    queue.addRateLimited("failing");
    for (let key = 0; key < 1_000; key++) queue.add(`key-${key}`);
    for (const key of ["due", "failing"]) queue.add(key);
    expect([queue.earnedDelayMs("failing"), queue.earnedDelayMs("key-1")]).toEqual([1_000, 0]);
    loop.run(10_000);
    expect(taken.slice(-2)).toEqual([
      [1_000, "failing"],
      [5_000, "due"],
    ]);
  });

  test("keeps a key that is added while it is processed, out of thousands", () => {
    const queue = new WorkQueue(new EventLoop(), exponentialDelay(1_000, 60_000));
    for (let key = 0; key < 1_000; key++) queue.add(`key-${key}`);
    for (let key = queue.take(); key !== undefined && key !== "key-999"; key = queue.take()) queue.done(key);
    queue.add("key-999");
    queue.add("other");
    queue.done("key-999");
    expect([queue.take(), queue.take(), queue.take()]).toEqual(["other", "key-999", undefined]);
  });

  test("accepts no delayed key and hands out none once it is stopped", () => {
    const { loop, queue, taken } = newQueue();
    queue.stop();
    queue.addAfter("a", 1_000);
    queue.addAfter("b", 0);
    expect(loop.pending).toBe(0);
    expect(taken).toEqual([]);
  });
});
