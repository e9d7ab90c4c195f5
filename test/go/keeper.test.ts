/** A Go program of ours as a controller: `.ci/build-go` builds it; without a Go toolchain these tests are left out. */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { optionsOfGoCheck } from "../../src/go/go-check.ts";
import { goController, PROGRAMS_KEEP_RUNNING } from "../../src/go/index.ts";
import { always } from "../../src/kubelet/behaviour/exit-choice.ts";
import { DEFAULT_TRAITS } from "../../src/kubelet/behaviour/rules.ts";
import { builtInControllers } from "../../src/simulation/controllers/built-in.ts";
import { together } from "../../src/simulation/controllers/controllers.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import type { Disturbance } from "../../src/simulation/faults/disturbance.ts";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { check } from "../../src/testing/check.ts";
import { runTrial } from "../../src/testing/run-trial.ts";
import { countEvents } from "../../src/testing/shrink/shrink.ts";

/** The mistake shows in one of so many runs of a check. */
const MOST_RUNS_TO_FIND = 200;

/** `.ci/check-go` plays a thousand. */
const RUNS = 100;

const EXAMPLES = path.join(import.meta.dirname, "../../examples/go");
const MODULE = path.join(EXAMPLES, "keeper/keeper.wasm");
const isBuilt = existsSync(MODULE);
if (!isBuilt) process.stderr.write("left out: the Go program keeper, which is not built (.ci/build-go)\n");

function filesOf(args: readonly string[]) {
  const wasmExec = readFileSync(path.join(EXAMPLES, "wasm_exec.js"), "utf8");
  return { module: readFileSync(MODULE), wasmExec, name: "keeper", args };
}

function keeper(...args: readonly string[]) {
  return goController(filesOf(args));
}

/** What `jobsim check --go` plays it with. */
function ownOptions(...args: readonly string[]) {
  return optionsOfGoCheck({ programs: [filesOf(args)], invariantsFile: path.join(EXAMPLES, "keeper/check.mjs") });
}

/** Of a Job that fails after 17 s. */
function planOf(seed: string, ...disturbances: readonly Disturbance[]): SimulationPlan {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };
  const manifest = { metadata: { name: "a", namespace: "default" }, spec: { backoffLimit: 0, template } };
  return {
    epochMs: EPOCH_MS,
    seed,
    untilMs: 300_000,
    actions: [{ atMs: 5_000, op: "createJob", manifest }],
    pods: { default: { ...DEFAULT_TRAITS, exit: always(1) }, rules: [] },
    disturbances,
  };
}

function played(plan: SimulationPlan, ...args: readonly string[]) {
  const simulation = simulate(plan, { controllers: together(builtInControllers, keeper(...args)) });
  simulation.close();
  return simulation;
}

/** The Jobs in the end. */
function jobsOf(plan: SimulationPlan, ...args: readonly string[]): string[] {
  return Array.from(played(plan, ...args).server.jobs.jobs, ({ metadata }) =>
    metadata.name.replace(/again-.*/, "again"),
  );
}

describe.skipIf(!isBuilt)("a controller in Go", () => {
  test("acts as soon as its watch shows what it waits for, and prints into the log", () => {
    const { log } = played(planOf("1"));
    const deeds = log.entries.flatMap((entry) => {
      if (entry.kind === "program") return [[entry.timeMs, entry.text.replace(/^\S+ \S+ /, "")]];
      return entry.kind === "commit" && entry.actor === "keeper" ? [[entry.timeMs, entry.type]] : [];
    });
    expect(deeds).toEqual([
      [17_000, "ADDED"],
      [17_000, "gave a a second chance"],
    ]);
  });

  test("does the same again under the same seed, from a copy of its first wait as from a start", () => {
    const start = keeper();
    const plan = planOf("7", { kind: "crash", atMs: 0, afterWrites: 4, downMs: 5_000 });
    const digests = [start, start, start, keeper()].map((controllers) => {
      const simulation = simulate(plan, { controllers: together(builtInControllers, controllers) });
      simulation.close();
      return digestOf(simulation.log.entries);
    });
    expect(new Set(digests).size).toBe(1);
  });

  test.each<[string, Disturbance]>([
    ["a crash between two requests", { kind: "crash", atMs: 17_000, afterWrites: 4, downMs: 5_000 }],
    ["a lost answer", { kind: "lostAnswers", atMs: 17_000, count: 5 }],
    ["a watch that breaks", { kind: "relist", resource: "jobs", atMs: 10_000, forMs: 20_000 }],
    ["a second process beside it", { kind: "overlap", atMs: 10_000, forMs: 60_000 }],
  ])("survives %s, if it is correct", (_what, disturbance) => {
    expect(jobsOf(planOf("1", disturbance), "-exact-names")).toEqual(["a", "again"]);
  });

  test("gives a second chance twice after a crash, if it remembers in memory alone", () => {
    const action = { atMs: 60_000, op: "restartController", downMs: 1_000, crash: true } as const;
    const plan = planOf("1");
    expect(jobsOf({ ...plan, actions: [...plan.actions, action] })).toEqual(["a", "a-again", "a-again"]);
  });

  test("sees its watch stall, and what it missed afterwards", () => {
    const { log } = played(planOf("1", { kind: "stall", resource: "jobs", atMs: 10_000, forMs: 20_000 }));
    expect(log.entries.find((entry) => entry.kind === "commit" && entry.actor === "keeper")?.timeMs).toBe(30_000);
  });

  test("is found to forget what it did", { timeout: 600_000 }, async () => {
    const { failures } = check({ ...(await ownOptions()), runs: MOST_RUNS_TO_FIND });
    expect(failures.map(({ violation }) => violation.invariant)).toEqual(["one-second-chance"]);
    expect(countEvents(failures[0]?.shrunk ?? planOf("1"))).toBe(2);
  });

  test("passes a check, if it is correct", { timeout: 600_000 }, async () => {
    const own = await ownOptions("-exact-names");
    expect(check({ ...own, runs: RUNS })).toMatchObject({ runs: RUNS, failures: [] });
  });

  test("violates an invariant when it exits with an error, and comes back after a while", () => {
    const controllers = together(builtInControllers, keeper("-unknown"));
    const { violations } = runTrial(planOf("1"), { invariants: [PROGRAMS_KEEP_RUNNING], controllers });
    expect(violations.map(({ timeMs }) => timeMs)).toEqual([0, 10_000, 30_000, 70_000, 150_000]);
    expect(violations[0]?.message).toContain("keeper exits with code 2\nflag provided but not defined: -unknown");
  });
});
