/** What each fault does, as the log shows it, from the scenario that asks for it. */

import { describe, expect, test } from "vitest";
import type { LogEntry } from "../../src/apiserver/log.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";

const TWO_AT_ONCE = "completions: 2, parallelism: 2";

function scenario(rest: string, spec = TWO_AT_ONCE, rules = "[]"): Simulation {
  const text = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: { name: a }
      spec: { ${spec}, template: { spec: { restartPolicy: Never, containers: [{ name: main, image: i }] } } }
pods: { default: { run: 10s }, rules: ${rules} }
${rest}
`;
  return simulate(loadScenario({ text, file: "a.yaml", readFile: () => "" }).plan);
}

function finish({ server }: Simulation): string | undefined {
  const job = server.jobs.jobs.get("default", "a");
  return job?.status.conditions?.find(({ type }) => type === "Complete" || type === "Failed")?.type;
}

function creations({ log }: Simulation): number[] {
  return log.entries.flatMap((entry) => (isCreation(entry) ? entry.timeMs : []));
}

function isCreation(entry: LogEntry): boolean {
  return entry.kind === "commit" && entry.resource === "pods" && entry.type === "ADDED";
}

function failures({ log }: Simulation): string[] {
  return log.entries.flatMap((entry) => (entry.kind === "request" && entry.error ? entry.error.message : []));
}

/** When the controller writes that pods are ready: it has seen them run then, a second ago. */
function readySeen({ log }: Simulation): number | undefined {
  return log.entries.find(
    (entry) => entry.kind === "commit" && entry.resource === "jobs" && (entry.object.status.ready ?? 0) > 0,
  )?.timeMs;
}

describe("calls", () => {
  test("take effect and look as if they had not, when answers get lost", () => {
    const run = scenario("events: [{ at: 0s, action: loseAnswers, count: 1 }]");
    expect(failures(run)[0]).toContain("the answer was lost");
    expect(creations(run).length).toBeGreaterThanOrEqual(2);
    expect(finish(run)).toBe("Complete");
  });

  test("end in the middle of a sync, when the process dies", () => {
    const run = scenario("events: [{ at: 0s, action: crashController, afterWrites: 1, down: 5s }]");
    const changes = run.log.entries.flatMap((entry) =>
      entry.kind === "process" ? [[entry.timeMs, entry.change]] : [],
    );
    expect(changes).toEqual([
      [0, "stopped"],
      [5000, "started"],
    ]);
    expect(creations(run)).toEqual([0, 5000]);
    expect(finish(run)).toBe("Complete");
  });
});

describe("watches", () => {
  test.each([
    ["stallWatch, for: 6s", 6_000],
    ["breakWatch, for: 6s", 6_000],
    ["delayWatch, for: 6s, by: 3s", 4_000],
  ])("show what happens later: %s", (what, seenMs) => {
    const plain = readySeen(scenario(""));
    expect(plain).toBe(2_000 - 1_000);
    const run = scenario(`events: [{ at: 500ms, action: ${what}, resource: pods }]`);
    expect(readySeen(run)).toBeGreaterThanOrEqual(seenMs);
    expect(readySeen(run)).toBeLessThanOrEqual(seenMs + 2_000);
    expect(finish(run)).toBe("Complete");
  });

  test("repeat themselves without effect on pods", () => {
    const run = scenario("events: [{ at: 0s, action: repeatWatch, resource: pods, for: 1m }]");
    expect(creations(run)).toHaveLength(2);
    expect(finish(run)).toBe("Complete");
  });

  test("go back to a list that is older, and come forward again", () => {
    const run = scenario("events: [{ at: 8s, action: breakWatch, resource: pods, for: 1s, behind: 8500ms }]");
    expect(creations(run).length).toBeGreaterThanOrEqual(2);
    expect(finish(run)).toBe("Complete");
  });
});

describe("a process that starts while lists are old", () => {
  const aged = (resource: string, rest: string) =>
    `{ at: 0s, action: ageLists, resource: ${resource}, for: 20s, behind: 10s }, ${rest}`;
  const RESTART = "{ at: 5s, action: restartController }";
  const run = (events: string) => scenario(`events: [${events}]`);
  const writes = ({ log }: Simulation) =>
    log.entries.flatMap((entry) => (entry.kind === "commit" && entry.actor === "job-controller" ? [entry.timeMs] : []));

  test("creates the pods again that it does not see yet, and removes what is too much once it does", () => {
    const simulation = run(aged("pods", RESTART));
    expect(creations(simulation)).toEqual([0, 0, 5_000, 5_000]);
    expect(simulation.server.pods.pods.size).toBe(2);
    expect(finish(simulation)).toBe("Complete");
    expect(simulation.server.jobs.jobs.get("default", "a")?.status.succeeded).toBe(2);
  });

  test("leaves a Job alone that it does not see yet, until the watch shows it as late as the list is old", () => {
    const simulation = run(aged("jobs", RESTART));
    expect(creations(simulation)).toEqual([0, 0]);
    expect(writes(simulation).filter((ms) => 5_000 <= ms && ms < 10_000)).toEqual([]);
    // What the watch shows first is over: a write that comes of it is too late.
    expect(failures(simulation)[0]).toContain("the object has been modified");
    expect(finish(simulation)).toBe("Complete");
  });

  test("believes in a pod that is gone, and replaces it when the watch has told so", () => {
    const gone = "{ at: 3s, action: deletePod, pod: { ordinal: 0 } }";
    const old = "{ at: 4s, action: ageLists, resource: pods, for: 10s, behind: 4s }";
    // It ended at 4 s, so that the watch shows it at 8 s.
    expect(creations(run(`${gone}, ${old}, ${RESTART}`))).toEqual([0, 0, 8_000]);
  });

  test.each([
    [
      "nobody starts meanwhile",
      aged("pods", "{ at: 25s, action: restartController }"),
      "{ at: 25s, action: restartController }",
    ],
    [
      "nothing has happened for so long",
      `{ at: 0s, action: ageLists, resource: pods, for: 1m, behind: 2s }, ${RESTART}`,
      RESTART,
    ],
  ])("is as any other where %s", (_case, events, plain) => {
    expect(run(events).log.entries).toEqual(run(plain).log.entries);
  });

  test("may be the one that takes over from another", () => {
    expect(creations(run(aged("pods", "{ at: 5s, action: overlapControllers, for: 1s }")))).toEqual([
      0, 0, 5_000, 5_000,
    ]);
  });
});

test("two processes at once: the second joins, the first leaves, and the Job completes", () => {
  const run = scenario(
    "events: [{ at: 5s, action: overlapControllers, for: 10s }]\ncontrollerManager: { apiLatency: 100ms }",
  );
  const changes = run.log.entries.flatMap((entry) => (entry.kind === "process" ? [[entry.timeMs, entry.change]] : []));
  expect(changes).toEqual([
    [5_000, "joined"],
    [15_000, "left"],
  ]);
  expect(failures(run).some((message) => message.includes("the object has been modified"))).toBe(true);
  expect(finish(run)).toBe("Complete");
});

test("a quota refuses what is above it, and lets pods in when others have ended", () => {
  const run = scenario("quotas: [{ pods: 1 }]");
  const [first = 0, second = 0] = creations(run);
  expect(first).toBe(0);
  expect(second).toBeGreaterThan(10_000);
  expect(failures(run)[0]).toBe(
    'pods "a-" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=1, limited: pods=1',
  );
  expect(finish(run)).toBe("Complete");
});

describe("the pod garbage collector", () => {
  test("deletes the oldest of the ended pods above its threshold, and no count is lost", () => {
    const run = scenario("controllerManager: { terminatedPodGCThreshold: 1 }");
    expect(run.server.pods.pods.size).toBe(1);
    expect(run.server.jobs.jobs.get("default", "a")?.status.succeeded).toBe(2);
  });

  test("fails a pod that is deleted and was never bound, so that it can be replaced", () => {
    const deletion = "events: [{ at: 5s, action: deletePod, pod: { ordinal: 0 } }]\nuntil: 10m";
    const spec = "completions: 1, podReplacementPolicy: Failed";
    const unscheduled = "[{ match: { ordinal: 0 }, schedule: never }]";
    expect(finish(scenario(deletion, spec, unscheduled))).toBeUndefined();
    const collecting = `${deletion}\ncontrollerManager: { terminatedPodGCThreshold: 10 }`;
    const run = scenario(collecting, spec, unscheduled);
    expect(run.server.jobs.jobs.get("default", "a")?.status).toMatchObject({ failed: 1, succeeded: 1 });
  });
});

describe("a node", () => {
  const cluster = (loss: string) =>
    `cluster: { nodes: [{ count: 2, slots: 1 }], losses: [{ node: node-0, at: 5s, ${loss} }] }`;

  test("that is lost has its pods given up when it is back", () => {
    const run = scenario(cluster("for: 2m"));
    expect(creations(run)[2]).toBeGreaterThan(125_000);
    expect(finish(run)).toBe("Complete");
  });

  test("that is removed has its pods failed by PodGC about a minute later", () => {
    const run = scenario(cluster("for: 2m, removed: true"));
    const collected = run.log.entries.find(
      (entry) => entry.kind === "commit" && entry.actor === "pod-garbage-collector",
    );
    expect(collected?.timeMs).toBe(60_000);
    if (collected?.kind !== "commit" || collected.resource !== "pods") expect.fail("nothing was collected");
    expect(collected.object.status.conditions).toContainEqual(
      expect.objectContaining({ type: "DisruptionTarget", reason: "DeletionByPodGC" }),
    );
    expect(finish(run)).toBe("Complete");
  });
});

test("a defect of an older release can be switched on", () => {
  const text = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs: [{ manifest: { apiVersion: batch/v1, kind: Job, metadata: { name: a }, spec: { template: { spec: { restartPolicy: Never, containers: [{ name: m, image: i }] } } } } }]
switches: { activeDuringBackoff: zero, cacheConsistency: no }
`;
  const load = (source: string) => loadScenario({ text: source, file: "a.yaml", readFile: () => "" });
  expect(load(text).plan.switches).toEqual({ activeDuringBackoff: "zero", cacheConsistency: false });
  expect(() => load(text.replace("zero", "one"))).toThrow("known are zero, real");
  expect(() => load(text.replace("activeDuring", "activeduring"))).toThrow('did you mean "activeDuringBackoff"?');
});
