import { describe, expect, test } from "vitest";
import type { JobCommit } from "../../src/apiserver/log.ts";
import { Informer } from "../../src/controller/informer.ts";
import { EventLoop, Phase } from "../../src/engine/event-loop.ts";
import { jobOf } from "./sync-bench.ts";

const commit = (timeMs: number, resourceVersion: number): JobCommit => ({
  kind: "commit",
  timeMs,
  resourceVersion,
  type: "MODIFIED",
  resource: "jobs",
  verb: "update",
  actor: "user",
  object: jobOf(),
  previous: undefined,
});

/** Commits by version at their instants, as a view that lags sees them. */
function watch(lagMs: number, commits: readonly [atMs: number, version: number][]) {
  const loop = new EventLoop();
  const seen: [number, number][] = [];
  const informer: Informer<JobCommit> = new Informer<JobCommit>(loop, lagMs, 3, ({ resourceVersion }) => {
    seen.push([loop.nowMs, resourceVersion]);
  });
  for (const [atMs, version] of commits) loop.schedule(atMs, 1, () => informer.committed(commit(atMs, version)));
  return { loop, informer, seen };
}

describe("an informer", () => {
  test.each([
    [0, [10, 10, 25]],
    [50, [60, 60, 75]],
  ])("with a lag of %d ms sees each commit that late, in order", (lagMs, timesMs) => {
    const { loop, informer, seen } = watch(lagMs, [
      [10, 4],
      [10, 5],
      [25, 6],
    ]);
    expect(informer.resourceVersion).toBe(3);
    loop.run(1_000);
    expect(seen).toEqual(timesMs.map((atMs, i) => [atMs, 4 + i]));
    expect(informer.resourceVersion).toBe(6);
  });

  test("is scheduled once per instant with commits, and not otherwise", () => {
    const { loop } = watch(50, [
      [10, 4],
      [10, 5],
    ]);
    loop.run(1_000);
    // Two commits, and one look at them.
    expect([loop.executed, loop.pending]).toEqual([3, 0]);
  });

  test("knows the version that it has just delivered", () => {
    const loop = new EventLoop();
    const versions: number[] = [];
    const informer: Informer<JobCommit> = new Informer<JobCommit>(loop, 0, 3, () => {
      versions.push(informer.resourceVersion);
    });
    informer.committed(commit(0, 4));
    loop.run(0);
    expect(versions).toEqual([4]);
  });

  test("takes the version of a list at its place among the commits, even if it is older", () => {
    const { loop, informer, seen } = watch(50, [[10, 7]]);
    loop.schedule(20, Phase.world, () => {
      informer.listed(5);
      // Held back while the watch was broken: it happened before the list, and is told behind it.
      informer.committed(commit(15, 6));
    });
    const versions: number[] = [];
    for (const atMs of [60, 69, 70]) loop.schedule(atMs, Phase.control, () => versions.push(informer.resourceVersion));
    loop.run(1_000);
    expect(versions).toEqual([7, 7, 6]);
    expect(seen).toEqual([
      [60, 7],
      [70, 6],
    ]);
  });

  test("has the version of a list that shows nothing new", () => {
    const { loop, informer, seen } = watch(50, []);
    loop.schedule(20, 1, () => informer.listed(9));
    loop.run(1_000);
    expect([informer.resourceVersion, seen]).toEqual([9, []]);
  });

  test.each([5, 20])("that is stopped at %d ms sees nothing more", (stopMs) => {
    const { loop, informer, seen } = watch(50, [
      [10, 4],
      [30, 5],
    ]);
    loop.schedule(stopMs, 0, () => informer.stop());
    loop.run(1_000);
    expect([seen, informer.resourceVersion, loop.executed]).toEqual([[], 3, stopMs === 5 ? 3 : 4]);
  });

  test("that is stopped by a handler delivers nothing more", () => {
    const { loop, informer, seen } = watch(50, [
      [10, 4],
      [30, 5],
    ]);
    loop.schedule(60, 4, () => informer.stop());
    loop.run(1_000);
    expect(seen).toEqual([[60, 4]]);
  });
});
