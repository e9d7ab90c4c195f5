/** Worlds that an author draws: found in, shrunk within, replayed. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as hasty from "../../examples/queue/hasty-queue.ts";
import * as correct from "../../examples/queue/queue.ts";
import { isJsonObject, type JsonObject } from "../../src/api/json.ts";
import type { TimedAction } from "../../src/simulation/plan.ts";
import {
  builtInControllers,
  type ControllerDefinition,
  check,
  checkAsync,
  controller,
  countEvents,
  type Failure,
  formatReplay,
  type Invariant,
  kind,
  NODE,
  parseReplay,
  replayAsync,
  runTrialAsync,
  type SimulationPlan,
  together,
  type Workload,
} from "../../src/testing/index.ts";
import { drawOwnTrial, featuresOfWorkload } from "../../src/testing/workload/own-trial.ts";

const besideKubernetes = (definitions: readonly ControllerDefinition[]) =>
  together(builtInControllers, ...definitions.map(controller));

const QUEUE = { ...correct, controllers: besideKubernetes(correct.controllers) };
const HASTY = { ...hasty, controllers: besideKubernetes(hasty.controllers) };

async function findHasty(shrinkRuns?: number): Promise<Failure> {
  const { failures } = await checkAsync({ ...HASTY, runs: 200, ...(shrinkRuns === undefined ? {} : { shrinkRuns }) });
  const [failure] = failures;
  if (failure === undefined) expect.fail("nothing was found");
  return failure;
}

function manifestsOf({ actions }: { readonly actions: readonly TimedAction[] }): JsonObject[] {
  return actions.flatMap((action) => (action.op === "createJob" ? [action.manifest] : []));
}

function specOf({ spec }: JsonObject): JsonObject {
  return isJsonObject(spec) ? spec : {};
}

test("the queue that trusts its cache is caught in under 200 runs, and shrunk to two Jobs", async () => {
  const failure = await findHasty();
  expect(failure.violation.invariant).toBe("quota-kept");
  expect(manifestsOf(failure.shrunk)).toHaveLength(2);
  expect(countEvents(failure.shrunk)).toBeLessThanOrEqual(3);
});

test("what was found plays again from its file, and the correct queue does right in it", async () => {
  const failure = await findHasty(300);
  const file = parseReplay(formatReplay(failure));
  if ("problems" in file) expect.fail(file.problems.join("\n"));
  expect((await replayAsync(file, HASTY)).verdict).toBe("same");
  expect((await replayAsync(file, QUEUE)).verdict).toBe("none");
});

test("the correct queue keeps its promises, whatever happens", async () => {
  expect((await checkAsync({ ...QUEUE, runs: 200 })).failures).toEqual([]);
});

/** A counterexample that was shrunk as a plan: one Job lost its suspension, and no queue could have kept the quota. */
function slippedTrial(): Pick<SimulationPlan, "actions" | "watchLagMs"> {
  return JSON.parse(readFileSync(new URL("./fixtures/shrink-slips.json", import.meta.url), "utf8")).trial;
}

test("a trial that was shrunk out of the domain fails for the correct queue as well", async () => {
  const { actions, watchLagMs = {} } = slippedTrial();
  expect(manifestsOf({ actions }).every((manifest) => specOf(manifest).suspend === true)).toBe(false);
  const trial: SimulationPlan = { epochMs: 946_684_800_000, seed: "slips", actions, watchLagMs };
  const { violations } = await runTrialAsync(trial, QUEUE);
  expect(violations.map(({ invariant }) => invariant)).toContain("quota-kept");
});

function ownTrial(seed: string, drawnBy: Workload, allowed = featuresOfWorkload()) {
  return drawOwnTrial(seed, { workload: drawnBy, allowed, kinds: [], replicas: [] });
}

test("a workload is shrunk by its choices: each simpler trial is one that it could have drawn", () => {
  let seen = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const drawn = ownTrial(`domain ${seed}`, hasty.workload, featuresOfWorkload(hasty.features));
    for (const { trial } of drawn.simpler()) {
      seen++;
      const specs = manifestsOf(trial).map(specOf);
      expect(specs.length).toBeGreaterThanOrEqual(2);
      expect(specs.every((spec) => spec.suspend === true && spec.parallelism === spec.completions)).toBe(true);
    }
  }
  expect(seen).toBeGreaterThan(500);
});

/** Violated by every run in which a Job with so many pods is there. */
const fewPods: Invariant = {
  id: "few-pods",
  sentence: "No Job wants three pods or more.",
  source: "this test",
  watch: () => ({
    job({ object }, record, report) {
      if ((object.spec.parallelism ?? 1) >= 3) report({ job: record, message: "wants many pods" });
    },
  }),
};

const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };

function jobOf(name: string, spec: JsonObject): JsonObject {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: "default" },
    spec: { ...spec, template },
  };
}

test("what a workload assumes holds in every trial, the shrunk one among them", () => {
  const even: Workload = (draw) => {
    const sizes = draw.list(1, 6, () => draw.integer(0, 5));
    draw.assume(sizes.reduce((sum, size) => sum + size, 0) % 4 === 0);
    const create = (parallelism: number, at: number): TimedAction => ({
      atMs: draw.instantMs(),
      op: "createJob",
      manifest: jobOf(`job-${at}`, { parallelism, completions: parallelism }),
    });
    return { actions: sizes.map(create) };
  };
  const [failure] = check({ workload: even, invariants: [fewPods], runs: 50 }).failures;
  if (failure === undefined) expect.fail("nothing was found");
  const sizes = [failure.trial, failure.shrunk].map((trial) =>
    manifestsOf(trial).map((manifest) => Number(specOf(manifest).parallelism)),
  );
  for (const of of sizes) expect(of.reduce((sum, size) => sum + size, 0) % 4).toBe(0);
  expect(sizes[1]).toEqual([4]);
  expect(countEvents(failure.shrunk)).toBe(1);
});

test("a workload that assumes what never is says so", () => {
  const never: Workload = (draw) => {
    draw.assume(draw.integer(0, 5) > 5);
    return { actions: [] };
  };
  const [failure] = check({ workload: never, runs: 1 }).failures;
  expect(failure?.kind).toBe("undrawn");
  expect(failure?.violation.message).toContain("none of 1000 draws satisfies what the workload assumes");
});

test("most runs have things that happen at nearly the same time, and a seed always gives the same", () => {
  const trialOf = (seed: number) => ownTrial(String(seed), correct.workload).trial;
  const trials = Array.from({ length: 100 }, (_, seed) => trialOf(seed));
  const isCrowded = ({ actions }: SimulationPlan) =>
    actions.some(({ atMs }, at) => at > 0 && atMs - (actions[at - 1]?.atMs ?? 0) <= 1_500);
  expect(trials.filter(isCrowded).length).toBeGreaterThan(50);
  expect(trials.filter(isCrowded).length).toBeLessThan(100);
  expect(trialOf(7)).toEqual(trials[7]);
});

test("features of the author's own are on in some runs and off in others, the same throughout a run", () => {
  const seen = new Set<string>();
  const workload: Workload = (draw) => {
    const [first, again, other] = [draw.feature("large"), draw.feature("large"), draw.feature("urgent")];
    expect(again).toBe(first);
    seen.add(`${first} ${other}`);
    return { actions: [] };
  };
  for (let seed = 0; seed < 60; seed++) ownTrial(String(seed), workload, []);
  expect(seen.size).toBe(4);
});

test("a workload draws Jobs over all features as the engine does, and pods that fail", () => {
  const workload: Workload = (draw) => ({
    actions: [{ atMs: 0, op: "createJob", manifest: draw.job("a") }],
    pods: { default: draw.pod(), rules: [] },
  });
  expect(check({ workload, runs: 100 }).failures).toEqual([]);
});

test("features that only the engine's own Jobs have are refused with a workload", () => {
  expect(() => check({ workload: correct.workload, features: ["resize", "lag"] })).toThrow("resize is not drawn");
  expect(() => check({ workload: correct.workload, adapt: (trial) => trial })).toThrow("nothing left to adapt");
});

test("a reconcile that waits for real time is an error that says so, not a run in which nothing happens", async () => {
  const sleepy: ControllerDefinition = {
    name: "sleepy",
    watches: { jobs: ({ metadata }) => [metadata.name] },
    start:
      ({ api }) =>
      async () => {
        await api.listJobs("default");
        await new Promise(() => {});
        return undefined;
      },
  };
  const { failures } = await checkAsync({
    ...{ workload: correct.workload, features: [], invariants: [], runs: 1, shrinkRuns: 0 },
    controllers: besideKubernetes([sleepy]),
  });
  expect(failures).toMatchObject([{ kind: "exception", violation: { message: expect.stringMatching(/setTimeout/) } }]);
});

const WIDGET = {
  apiVersion: "example.com/v1",
  kind: "Widget",
  plural: "widgets",
} as const;

test("objects of kinds of your own are part of a world, and faults befall their watches", () => {
  const widget = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w", namespace: "default" } };
  const workload: Workload = (draw) => ({
    kinds: [WIDGET],
    actions: [{ atMs: draw.instantMs(), op: "createObject", manifest: widget }],
  });
  const resources = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const { disturbances = [] } = ownTrial(String(seed), workload).trial;
    for (const found of disturbances) if ("resource" in found) resources.add(found.resource);
  }
  expect(resources).toContain("widgets.example.com");
  const created: Invariant = {
    ...fewPods,
    watch: () => ({
      entry(entry, report) {
        if (entry.kind === "commit" && entry.object.metadata.name === "w") report({ message: "a widget is there" });
      },
    }),
  };
  expect(check({ workload, invariants: [created], runs: 1 }).failures).toHaveLength(1);
  const strict = kind({ ...WIDGET, strategy: { validate: () => [] } });
  expect(strict.resource).not.toBe(NODE.resource);
  expect(check({ workload, kinds: [strict], runs: 1, invariants: [] }).failures).toEqual([]);
});
