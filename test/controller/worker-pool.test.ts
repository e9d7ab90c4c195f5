import { describe, expect, test } from "vitest";
import { Client, type Process } from "../../src/controller/process.ts";
import { exponentialDelay, WorkQueue } from "../../src/controller/work-queue.ts";
import { type SyncResult, WorkerPool } from "../../src/controller/worker-pool.ts";
import { Phase } from "../../src/engine/event-loop.ts";
import { manifestOf, newServer } from "./server-bench.ts";

/** Workers whose reconcile takes 100 ms, and ends as it is told, the first time and afterwards. */
function newPool(workers: number, results: readonly SyncResult[] = [], latencyMs = 100) {
  const { loop, server } = newServer();
  const client = new Client(loop, server, { actor: "me", latencyMs, fault: undefined });
  const queue = new WorkQueue(loop, exponentialDelay(1_000, 60_000));
  const begun: [number, string][] = [];
  function* reconcile(key: string): Process<SyncResult> {
    const turn = begun.push([loop.nowMs, key]) - 1;
    yield [{ resource: "jobs", verb: "create", manifest: manifestOf(`j${turn}`) }];
    return results[turn];
  }
  new WorkerPool(loop, client, queue, workers, reconcile);
  return { loop, queue, begun };
}

const ERROR: SyncResult = { reason: "InternalError", message: "no" };

describe("workers", () => {
  test.each([
    [1, [0, 100, 200]],
    [2, [0, 0, 100]],
    [3, [0, 0, 0]],
  ])("process %d keys at a time, and the next as soon as one is done", (workers, expected) => {
    const { loop, queue, begun } = newPool(workers);
    for (const key of ["a", "b", "c"]) queue.add(key);
    expect(begun).toEqual([]);
    loop.run(1_000);
    expect(begun.map(([atMs]) => atMs)).toEqual(expected);
    expect(begun.map(([, key]) => key)).toEqual(["a", "b", "c"]);
  });

  test("start in a separate event, once for all keys that became ready", () => {
    const { loop, queue } = newPool(2);
    for (const key of ["a", "b", "c"]) queue.add(key);
    expect(loop.pending).toBe(1);
  });

  test("that are all busy are not woken", () => {
    const { loop, queue } = newPool(1);
    queue.add("a");
    loop.run(0);
    queue.add("b");
    expect(loop.pending).toBe(1);
  });

  test("process keys one after the other if a reconcile takes no time", () => {
    const { loop, queue, begun } = newPool(5, [], 0);
    for (const key of ["a", "b"]) queue.add(key);
    loop.run(0);
    expect(begun).toEqual([
      [0, "a"],
      [0, "b"],
    ]);
  });

  test.each<[string, readonly SyncResult[], readonly number[]]>([
    ["that goes well ends there", [undefined], [0]],
    ["that keeps its retries ends there", ["keepRetries"], [0]],
    ["with an error comes back after a growing delay", [ERROR, ERROR, undefined], [0, 1_000, 3_000]],
    ["that goes well sets the delay back", [ERROR, undefined], [0, 1_000]],
    ["that asks for another turn comes back after a round trip", ["requeue"], [0, 10]],
    [
      "that failed before and asks for another turn waits for its delay",
      [ERROR, "requeue", undefined],
      [0, 1_000, 2_000],
    ],
    ["may ask for turns at what its failures have earned", [ERROR, "requeue", "requeue"], [0, 1_000, 2_000, 3_000]],
    ["may set its failures back for the turn behind", [ERROR, "requeueAndForget", "requeue"], [0, 1_000, 2_000, 2_010]],
    ["that keeps its retries waits longer for the next", [ERROR, "keepRetries"], [0, 1_000]],
  ])("a reconcile %s", (_case, results, expected) => {
    const { loop, queue, begun } = newPool(1, results, 0);
    queue.add("a");
    loop.run(50_000);
    expect(begun.map(([atMs]) => atMs)).toEqual(expected);
  });

  test.each<[SyncResult, number]>([
    [undefined, 0],
    ["keepRetries", 1_000],
    ["requeueAndForget", 0],
    ["requeue", 1_000],
  ])("after an error and %o delay a key by %d ms", (second, expected) => {
    const { loop, queue } = newPool(1, [ERROR, second], 0);
    queue.add("a");
    loop.run(1_500);
    expect(queue.earnedDelayMs("a")).toBe(expected);
  });

  test.each([
    [Phase.cleanUp, Phase.control, ["pool", "between"]],
    [Phase.control, Phase.control, ["between", "pool"]],
    [Phase.control, Phase.timer, ["pool", "between"]],
  ])("of phase %d start no later in an instant than a key of phase %d", (phase, timerPhase, expected) => {
    const { loop, server } = newServer();
    const client = new Client(loop, server, { actor: "me", latencyMs: 0, fault: undefined });
    const queue = new WorkQueue(loop, exponentialDelay(1_000, 60_000), timerPhase);
    const order: string[] = [];
    // biome-ignore lint/correctness/useYield: a reconcile that asks for nothing
    function* reconcile(): Process<SyncResult> {
      order.push("pool");
      return undefined;
    }
    new WorkerPool(loop, client, queue, 1, reconcile, phase);
    loop.schedule(100, Phase.world, () => {
      loop.schedule(100, Phase.control, () => order.push("between"));
      if (timerPhase !== Phase.timer) queue.add("a");
    });
    if (timerPhase === Phase.timer) queue.addAfter("a", 100);
    loop.run(1_000);
    expect(order).toEqual(expected);
  });
});
