/** Anyone's controller on the virtual clock. */

import { expect, test } from "vitest";
import type { Job } from "../../src/api/types.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import { builtInControllers, controller, together } from "../../src/testing/index.ts";
import { scripted, scriptOf } from "../scripted.ts";
import { isFinished, jobKeeper, KEEP, PARENT } from "./fixtures/job-keeper.ts";

const JOB = {
  apiVersion: "batch/v1",
  kind: "Job",
  spec: {
    template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } },
  },
};

const PARENT_JOB: SimulationPlan = {
  epochMs: EPOCH_MS,
  seed: "keeper",
  actions: [
    {
      atMs: 0,
      op: "createJob",
      manifest: {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: "parent", namespace: "default", annotations: { [KEEP]: "3" } },
        spec: {
          managedBy: "example.dev/keeper",
          template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } },
        },
      },
    },
  ],
  pods: scripted(scriptOf({ startMs: 100, runMs: 60_000 })),
};

function childrenOf(world: Simulation): Job[] {
  return [...world.server.jobs.jobs].filter(({ metadata }) => metadata.labels?.[PARENT] === "parent");
}

test("an async controller keeps three Jobs running, and replaces those that finish", async () => {
  const plan = { ...PARENT_JOB, untilMs: 200_000 };
  const world = new Simulation(plan, { controllers: together(builtInControllers, controller(jobKeeper)) });
  await world.runAsync();
  const names = childrenOf(world).map(({ metadata }) => metadata.name);
  expect(names.sort()).toEqual(["parent-0", "parent-1", "parent-2"]);
  expect(childrenOf(world).some(isFinished)).toBe(false);
  const created = world.log.entries.filter(
    (entry) => entry.kind === "commit" && entry.resource === "jobs" && entry.type === "ADDED",
  );
  expect(created.length).toBeGreaterThan(6);
});

test("it does so with slow calls, a slow watch and crashes, the same on every run", async () => {
  const actions = [
    ...PARENT_JOB.actions,
    { atMs: 30_050, op: "restartController" as const, downMs: 5_000, crash: true },
  ];
  const trial: SimulationPlan = { ...PARENT_JOB, actions, apiLatencyMs: 20, watchLagMs: { jobs: 500, pods: 500 } };
  const digests: string[] = [];
  for (let run = 0; run < 2; run++) {
    const plan = { ...trial, untilMs: 200_000 };
    const world = new Simulation(plan, { controllers: together(builtInControllers, controller(jobKeeper)) });
    await world.runAsync();
    expect(childrenOf(world).length).toBe(3);
    digests.push(digestOf(world.log.entries));
  }
  expect(digests[1]).toBe(digests[0]);
});

test("a controller with a mistake ends the run with that mistake", async () => {
  const broken = controller({
    name: "broken",
    watches: { jobs: () => ["key"] },
    start: () => async () => {
      throw new TypeError("a mistake");
    },
  });
  const world = new Simulation(PARENT_JOB, { controllers: broken });
  await expect(world.runAsync()).rejects.toThrow("a mistake");
});

test("a controller written as a process gets its answers and may ask to look again", () => {
  const seenMs: number[] = [];
  const watcher = controller({
    name: "watcher",
    watches: { jobs: ({ metadata }) => [`${metadata.namespace}/${metadata.name}`] },
    start: (tools) =>
      function* () {
        const [answer] = yield [{ resource: "jobs", verb: "get", namespace: "default", name: "parent" }];
        if (answer?.ok === true) seenMs.push(tools.instantMs());
        return seenMs.length < 3 ? { requeueAfterMs: 1_000 } : undefined;
      },
  });
  const plan = { ...PARENT_JOB, untilMs: 10_000 };
  new Simulation(plan, { controllers: watcher }).run();
  expect(seenMs.map((ms) => ms - plan.epochMs)).toEqual([0, 1_000, 2_000]);
});

test("an async controller cannot be played by run", () => {
  const simulation = new Simulation(PARENT_JOB, { controllers: controller(jobKeeper) });
  expect(() => simulation.run()).toThrow("runAsync");
});

test("the log names a controller, and faults of a plan meet its calls", async () => {
  const faults = [{ fromMs: 0, toMs: 1_000, verb: "create", resource: "jobs", error: "internal" }] as const;
  const plan = { ...{ ...PARENT_JOB, faults }, untilMs: 200_000 };
  const simulation = new Simulation(plan, { controllers: together(builtInControllers, controller(jobKeeper)) });
  await simulation.runAsync();
  const byKeeper = simulation.log.entries.filter((entry) => "actor" in entry && entry.actor === "job-keeper");
  const first = byKeeper[0];
  expect(first).toMatchObject({ kind: "request", resource: "jobs", verb: "create", name: "parent-0", injected: true });
  expect(byKeeper.some((entry) => entry.kind === "commit" && entry.type === "ADDED")).toBe(true);
  expect(childrenOf(simulation).length).toBe(3);
});

test("a process that dies while it was stopping anyway lets the next one start", () => {
  const trial: SimulationPlan = {
    ...PARENT_JOB,
    actions: [
      { atMs: 0, op: "createJob", manifest: { ...JOB, metadata: { name: "a", namespace: "default" } } },
      { atMs: 5, op: "restartController", downMs: 1_000 },
    ],
    apiLatencyMs: 10,
    disturbances: [{ kind: "crash", atMs: 5, afterWrites: 0, downMs: 0 }],
  };
  const simulation = new Simulation(trial);
  simulation.run();
  const changes = simulation.log.entries.flatMap((entry) => (entry.kind === "process" ? entry.change : []));
  expect(changes).toEqual(["stopped", "started"]);
  expect([...simulation.server.jobs.jobs].every(isFinished)).toBe(true);
});
