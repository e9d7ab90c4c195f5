/** The controller as a process: what it lists first, how its clean-up works, and how it tells. */

import { describe, expect, test } from "vitest";
import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { scripted, scriptOf } from "../scripted.ts";

const JOB = { namespace: "default", name: "j" };
const SCRIPT = scriptOf({ scheduleMs: 100, startMs: 400, runMs: 20_000, terminationMs: 500 });
const FINALIZER = "batch.kubernetes.io/job-tracking";

function play(parts: Partial<SimulationPlan>, spec: object = {}) {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "x" }] } };
  return simulate({
    epochMs: Date.parse("2000-01-01T00:00:00Z"),
    seed: "1",
    untilMs: 60_000,
    pods: scripted(SCRIPT),
    ...parts,
    actions: [
      {
        op: "createJob",
        atMs: 0,
        manifest: { metadata: JOB, spec: { parallelism: 3, completions: 3, ...spec, template } },
      },
      ...(parts.actions ?? []),
    ],
  });
}

describe("the Job controller", () => {
  test("records its Events under its name", () => {
    const told = play({ untilMs: 1_000 }).log.entries.flatMap((entry) =>
      entry.kind === "event" ? [[entry.actor, entry.reason]] : [],
    );
    expect(told).toEqual(Array.from({ length: 3 }, () => ["job-controller", "SuccessfulCreate"]));
  });

  test.each([
    [undefined, [0, 0, 0]],
    [{ qps: 10, burst: 1 }, [400, 500, 600]],
  ])("posts its Events when their turn comes: with a limit of %o", (kubeApi, expected) => {
    const { log } = play({ untilMs: 5_000, ...(kubeApi === undefined ? {} : { controllerManager: { kubeApi } }) });
    const times = log.entries.flatMap((entry) => (entry.kind === "event" ? [entry.timeMs] : [])).slice(0, 3);
    expect(times).toHaveLength(3);
    if (kubeApi === undefined) expect(times).toEqual(expected);
    else expect(times.every((atMs, i) => atMs > 0 && atMs - (times[i - 1] ?? 0) >= 100)).toBe(true);
  });

  /** Pods of a Job that is deleted and leaves them behind, each with the finalizer. */
  const releasedAt = (orphanQueue: "perPod" | "perSelector") => {
    const { log } = play({
      untilMs: 20_000,
      apiLatencyMs: 100,
      switches: { orphanQueue },
      actions: [{ op: "deleteJob", atMs: 5_000, job: JOB, propagation: "Orphan" }],
    });
    return log.entries.flatMap((entry) =>
      entry.kind === "commit" && entry.resource === "pods" && entry.verb === "removeFinalizer" ? [entry.timeMs] : [],
    );
  };
  test("cleans up one pod after the other in old releases, and several at once since", () => {
    expect([releasedAt("perPod"), releasedAt("perSelector")]).toEqual([
      [5_100, 5_200, 5_300],
      [5_100, 5_100, 5_100],
    ]);
  });

  test("retries a clean-up that failed until it succeeds", () => {
    const { server } = play({
      untilMs: 30_000,
      faults: [{ fromMs: 5_000, toMs: 6_500, verb: "patch", resource: "pods", error: "internal" }],
      switches: { orphanQueue: "perPod" },
      actions: [{ op: "deleteJob", atMs: 5_000, job: JOB, propagation: "Orphan" }],
    });
    expect([...server.pods.pods].map(({ metadata }) => metadata.finalizers ?? [])).toEqual([[], [], []]);
  });

  test.each([
    ["jobs", []],
    ["pods", []],
  ] as const)("that starts with the list of %s continues where the old one stopped", (firstList, left) => {
    const { server } = play({
      chance: { firstList },
      actions: [{ op: "restartController", atMs: 10_000, downMs: 15_000 }],
    });
    const [job] = server.jobs.jobs;
    expect([job?.status.succeeded, job?.status.conditions?.at(-1)?.type]).toEqual([3, "Complete"]);
    expect(
      [...server.pods.pods].flatMap(({ metadata }) => metadata.finalizers ?? []).filter((name) => name === FINALIZER),
    ).toEqual(left);
  });

  /** When the controller first writes after a start at which pods have ended and the Job is to be looked at anyway. */
  const startedSync = (firstList: "jobs" | "pods") => {
    const { log } = play({
      chance: { firstList },
      switches: { cacheConsistency: false },
      actions: [{ op: "restartController", atMs: 10_000, downMs: 15_000 }],
    });
    const writes = log.entries.filter((entry) => entry.kind === "commit" && entry.timeMs >= 25_000);
    return writes[0]?.timeMs;
  };
  test("syncs every Job at once when it starts, whatever it lists first", () => {
    expect([startedSync("jobs"), startedSync("pods")]).toEqual([25_000, 25_000]);
  });

  test.each([
    ["afterWorld", 3],
    ["beforeWorld", 2],
  ] as const)(
    "with timers %s sees what happens in the very millisecond that a sync is due, or not",
    (timerOrder, seen) => {
      // The first pod ends at 20.4 s, so its sync is due at 21.4 s, when the third ends as well.
      const { log } = play({
        untilMs: 21_600,
        chance: { timerOrder },
        pods: scripted(SCRIPT, { ordinal: 2, script: { runMs: 21_000 } }),
      });
      const write = log.entries.find(
        (entry) => entry.kind === "commit" && entry.resource === "jobs" && entry.timeMs === 21_400,
      );
      const status = write?.kind === "commit" && write.resource === "jobs" ? write.object.status : undefined;
      expect(status?.uncountedTerminatedPods?.succeeded).toHaveLength(seen);
    },
  );
});
