/** Replicas: processes of one controller that live and die on their own. */

import { expect, test } from "vitest";
import { EPOCH_MS, type SimulationPlan, type TimedAction } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import {
  ApiRequestError,
  builtInControllers,
  type ControllerDefinition,
  controller,
  exploreAsync,
  formatReplay,
  parseReplay,
  type ReconcileTools,
  replicas,
  together,
} from "../../src/testing/index.ts";

const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };

function creation(name: string, atMs = 0): TimedAction {
  const manifest = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: "default" },
    spec: { template },
  };
  return { atMs, op: "createJob", manifest };
}

const PLAN: SimulationPlan = { epochMs: EPOCH_MS, seed: "pair", actions: [creation("a")], untilMs: 60_000 };

type Work = (tools: ReconcileTools, key: string) => Promise<void>;

/** A pair that does some work for each Job; returns the log, and what the replicas noted with the time. */
async function play(work: Work, plan: Partial<SimulationPlan> = {}) {
  const noted: string[] = [];
  const definition: ControllerDefinition = {
    name: "pair",
    watches: { jobs: ({ metadata }) => [metadata.name] },
    start: (tools) => async (key) => {
      noted.push(`${tools.clock.instantMs() - EPOCH_MS} ${tools.identity} ${key}`);
      await work(tools, key);
      return undefined;
    },
  };
  const simulation = new Simulation({ ...PLAN, ...plan }, { controllers: replicas(2, definition) });
  await simulation.runAsync();
  const changes = simulation.log.entries.flatMap((entry) =>
    entry.kind === "process" || entry.kind === "replica"
      ? [`${entry.timeMs} ${entry.kind === "replica" ? entry.name : "manager"} ${entry.change}`]
      : [],
  );
  return { noted, changes, entries: simulation.log.entries };
}

const nothing: Work = async () => {};

test("each replica sees every Job, under its own identity", async () => {
  const { noted } = await play(nothing);
  expect(noted).toEqual(["0 pair-0_1 a", "0 pair-1_1 a"]);
});

test("a replica that restarts has a new identity and sees everything again, and the other one does not notice", async () => {
  const { noted, changes } = await play(nothing, {
    actions: [creation("a"), { atMs: 1_000, op: "restartController", downMs: 2_000, replica: "pair-1" }],
  });
  expect(changes).toEqual(["1000 pair-1 stopped", "3000 pair-1 started"]);
  expect(noted).toEqual(["0 pair-0_1 a", "0 pair-1_1 a", "3000 pair-1_2 a"]);
});

test("a restart of the controller manager leaves replicas alone", async () => {
  const { noted, changes } = await play(nothing, {
    actions: [creation("a"), { atMs: 1_000, op: "restartController", downMs: 2_000 }],
  });
  expect(changes).toEqual(["1000 manager stopped", "3000 manager started"]);
  expect(noted).toHaveLength(2);
});

test("a crash between two writes ends the replica that writes", async () => {
  const annotate: Work = async ({ api, identity }, key) => {
    if (identity.startsWith("pair-0"))
      await api.patchJob("default", key, { metadata: { annotations: { by: identity } } });
  };
  const { changes } = await play(annotate, {
    disturbances: [{ kind: "crash", atMs: 0, afterWrites: 0, downMs: 500 }],
  });
  expect(changes).toEqual(["0 pair-0 stopped", "500 pair-0 started"]);
});

test("a replica that exits starts again with an empty memory; what it began is never answered", async () => {
  const once: Work = async ({ identity, exit, clock, enqueue }) => {
    if (identity !== "pair-0_1") return;
    exit(4_000);
    exit(4_000);
    await clock.sleep(1);
    enqueue("never");
  };
  const { noted, changes } = await play(once);
  expect(changes).toEqual(["0 pair-0 stopped", "4000 pair-0 started"]);
  expect(noted).toEqual(["0 pair-0_1 a", "0 pair-1_1 a", "4000 pair-0_2 a"]);
});

test("a key that is enqueued is reconciled like that of a change", async () => {
  const twice: Work = async ({ clock, enqueue }, key) => {
    if (key === "a") clock.after(5_000, () => enqueue("again"));
  };
  expect((await play(twice)).noted).toEqual([
    "0 pair-0_1 a",
    "0 pair-1_1 a",
    "5000 pair-0_1 again",
    "5000 pair-1_1 again",
  ]);
});

test("a replica that is cut off hears nothing and reaches nobody; then it gets what it missed", async () => {
  const answers: string[] = [];
  const list: Work = async ({ api, identity, clock }) => {
    await clock.sleep(2_000);
    const answer = await api.listJobs("default").catch((error: unknown) => {
      if (!(error instanceof ApiRequestError)) throw error;
      return error.reason;
    });
    answers.push(`${identity} ${typeof answer === "string" ? answer : answer.length}`);
  };
  const { noted } = await play(list, {
    actions: [creation("a"), creation("b", 3_000)],
    disturbances: [{ kind: "partition", atMs: 1_000, replica: "pair-0", forMs: 9_000 }],
  });
  expect(noted).toEqual(["0 pair-0_1 a", "0 pair-1_1 a", "3000 pair-1_1 b", "10000 pair-0_1 b"]);
  expect(answers).toEqual(["pair-0_1 Timeout", "pair-1_1 1", "pair-1_1 2", "pair-0_1 2"]);
});

test("a plan that names a replica which is not there is an error, not a run without it", async () => {
  const partition = { kind: "partition", atMs: 0, replica: "pair-2", forMs: 1 } as const;
  await expect(play(nothing, { disturbances: [partition] })).rejects.toThrow(
    "the plan names the replica pair-2: replicas are pair-0 and pair-1",
  );
  expect(() => new Simulation({ ...PLAN, disturbances: [partition] })).toThrow("there are no replicas");
});

test("a file has what happens to replicas", () => {
  const shrunk: SimulationPlan = {
    ...PLAN,
    actions: [creation("a"), { atMs: 1_000, op: "restartController", downMs: 0, crash: true, replica: "pair-0" }],
    disturbances: [{ kind: "partition", atMs: 1_000, replica: "pair-1", forMs: 2_000 }],
  };
  const violation = { invariant: "settled", timeMs: 0, entry: 0, message: "", numbers: {} };
  const parsed = parseReplay(formatReplay({ seed: 1, violation, shrunk, controllers: [] }));
  if ("problems" in parsed) expect.fail(parsed.problems.join("\n"));
  expect(parsed.trial).toMatchObject({ actions: shrunk.actions, disturbances: shrunk.disturbances });
});

test("every schedule of a pair is explored: each of the two may crash, or lose its writes", async () => {
  const written = new Set<string>();
  const definition: ControllerDefinition = {
    name: "pair",
    watches: { jobs: ({ metadata }) => [metadata.name] },
    start:
      ({ api, identity }) =>
      async (key) => {
        written.add(identity);
        await api.patchJob("default", key, { metadata: { annotations: { [identity]: "seen" } } });
        return undefined;
      },
  };
  const controllers = together(builtInControllers, replicas(2, definition));
  const { isComplete } = await exploreAsync(PLAN, { controllers, deviations: 1, invariants: [], kinds: ["write"] });
  expect(isComplete).toBe(true);
  expect([...written].sort()).toEqual(["pair-0_1", "pair-0_2", "pair-1_1", "pair-1_2"]);
});

test("what is no definition, such as a program in Go, is refused with the way to run it twice", () => {
  const started: unknown = controller({ name: "mine", watches: {}, start: () => async () => undefined });
  expect(() => Reflect.apply(replicas, undefined, [2, started])).toThrow(
    /replicas runs a definition .* with two names/,
  );
});
