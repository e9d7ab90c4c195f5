/** What each fault does, as the log shows it, from the scenario that asks for it. */

import { describe, expect, test } from "vitest";
import { CONFIG_MAP } from "../../src/api/kinds/simple-kinds.ts";
import type { LogEntry } from "../../src/apiserver/log.ts";
import { calls } from "../../src/controller/calls.ts";
import { Phase } from "../../src/engine/event-loop.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { writeScenario } from "../../src/scenario/write/write-scenario.ts";
import type { StartControllers } from "../../src/simulation/controllers/controllers.ts";
import { digestOf } from "../../src/simulation/digest.ts";
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
  test("take effect but seem to fail if answers are lost", () => {
    const run = scenario("events: [{ at: 0s, action: loseAnswers, count: 1 }]");
    expect(failures(run)[0]).toContain("the answer was lost");
    expect(creations(run).length).toBeGreaterThanOrEqual(2);
    expect(finish(run)).toBe("Complete");
  });

  test("end in the middle of a sync if the process dies", () => {
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
  ])("show changes later: %s", (what, seenMs) => {
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

  test("go back to an older list, and catch up again", () => {
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

  test("recreates the pods that it does not see yet, and removes the surplus once it does", () => {
    const simulation = run(aged("pods", RESTART));
    expect(creations(simulation)).toEqual([0, 0, 5_000, 5_000]);
    expect(simulation.server.pods.pods.size).toBe(2);
    expect(finish(simulation)).toBe("Complete");
    expect(simulation.server.jobs.jobs.get("default", "a")?.status.succeeded).toBe(2);
  });

  test("ignores a Job that it does not see until the watch shows it, as late as the list is old", () => {
    const simulation = run(aged("jobs", RESTART));
    expect(creations(simulation)).toEqual([0, 0]);
    expect(writes(simulation).filter((ms) => 5_000 <= ms && ms < 10_000)).toEqual([]);
    // What the watch shows first is over: a write that comes of it is too late.
    expect(failures(simulation)[0]).toContain("the object has been modified");
    expect(finish(simulation)).toBe("Complete");
  });

  test("counts a pod that is gone, and replaces it when the watch shows the deletion", () => {
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
  ])("behaves like any other if %s", (_case, events, plain) => {
    expect(run(events).log.entries).toEqual(run(plain).log.entries);
  });

  test("can be the one that takes over from another", () => {
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

test("a quota rejects pods above it, and allows pods when others have ended", () => {
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
  test("deletes the oldest ended pods above its threshold, and no count is lost", () => {
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

  test("that is lost has its pods failed when it is back", () => {
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

/** A Job that makes no pods. */
const IDLE_JOB = `jobs:
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: { name: a }
      spec: { suspend: true, template: { spec: { restartPolicy: Never, containers: [{ name: main, image: i }] } } }`;

describe("reads", () => {
  const MAP = "{ apiVersion: v1, kind: ConfigMap, metadata: { name: m } }";

  /** What a controller finds that looks for a config map, created after 10 s, every 5 s. */
  function seen(rest: string): string[] {
    const text = `apiVersion: jobsim.dev/v1
kind: Scenario
${IDLE_JOB}
events:
  - { at: 10s, action: createObject, manifest: ${MAP} }
${rest}`;
    const found: string[] = [];
    const looking: StartControllers = (host) => {
      const client = host.connect("looker");
      for (const atMs of [5_000, 15_000, 25_000]) {
        host.loop.schedule(atMs, Phase.world, () =>
          client.run(
            (function* () {
              const read = yield* calls.get(CONFIG_MAP, "default", "m");
              const list = yield* calls.list(CONFIG_MAP, { namespace: "default" });
              found.push(
                `${read.ok ? "there" : read.error.reason} ${list.ok ? list.object.items.length : list.error.reason}`,
              );
            })(),
            () => {},
          ),
        );
      }
      return { stop: () => {} };
    };
    simulate(loadScenario({ text, file: "a.yaml", readFile: () => "" }).plan, { controllers: looking });
    return found;
  }

  test("of any kind fail for a while", () => {
    expect(seen("")).toEqual(["NotFound 0", "there 1", "there 1"]);
    expect(seen("faults: [{ from: 0s, for: 20s, verb: get, resource: configmaps, error: timeout }]")).toEqual([
      "Timeout 0",
      "Timeout 1",
      "there 1",
    ]);
    expect(seen("faults: [{ from: 0s, for: 20s, verb: list, resource: configmaps, error: internal }]")).toEqual([
      "NotFound InternalError",
      "there InternalError",
      "there 1",
    ]);
  });

  test("show an old state while the server's cache is stale", () => {
    const aged = "  - { at: 0s, action: ageReads, resource: configmaps, for: 20s, behind: 8s }";
    expect(seen(aged)).toEqual(["NotFound 0", "NotFound 0", "there 1"]);
  });

  test("and faults of unknown resources are rejected, with a suggestion", () => {
    expect(() => seen("faults: [{ from: 0s, for: 1s, verb: get, resource: configmap, error: timeout }]")).toThrow(
      'there is no resource "configmap"; did you mean configmaps?',
    );
    expect(() => seen("  - { at: 0s, action: stallWatch, resource: podz, for: 1s }")).toThrow("did you mean pods?");
  });
});

test("kinds that a scenario declares are stored, faulted, and written back", () => {
  const text = `apiVersion: jobsim.dev/v1
kind: Scenario
kinds: [{ apiVersion: example.com/v1, kind: Widget, plural: widgets }]
${IDLE_JOB}
events:
  - { at: 1s, action: createObject, manifest: { apiVersion: example.com/v1, kind: Widget, metadata: { name: w }, spec: { size: 2 } } }
faults: [{ from: 0s, for: 1s, verb: patch, resource: widgets.example.com, error: conflict }]
`;
  const { plan } = loadScenario({ text, file: "a.yaml", readFile: () => "" });
  const run = simulate(plan);
  expect(run.log.entries.filter((entry) => "of" in entry)).toMatchObject([
    { kind: "commit", of: "widgets.example.com", object: { spec: { size: 2 } } },
  ]);
  const again = loadScenario({ text: JSON.stringify(writeScenario(plan)), file: "b.json", readFile: () => "" }).plan;
  expect(again.kinds).toEqual(plan.kinds);
  expect(digestOf(simulate(again).log.entries)).toBe(digestOf(run.log.entries));
  const twice = text.replace("plural: widgets }", "plural: widgets }, { apiVersion: v1/v1, kind: Pod, plural: pods }");
  expect(() => loadScenario({ text: twice, file: "a.yaml", readFile: () => "" })).toThrow("kinds[1]");
});
