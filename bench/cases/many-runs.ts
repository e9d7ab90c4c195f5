/** Many small runs: under invariants, in a sweep over workers, and as the check of the controller plays them. */

import { runSweep } from "../../src/analysis/sweep/run-sweep.ts";
import type { SweepSpec } from "../../src/analysis/sweep/spec.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import { check } from "../../src/testing/check.ts";
import { circumstancesOf } from "../../src/testing/invariants/circumstances.ts";
import { INVARIANTS } from "../../src/testing/invariants/index.ts";
import { Watcher } from "../../src/testing/invariants/watcher.ts";
import type { BenchCase } from "../case.ts";
import { indexedPlan } from "../plans.ts";

/**
 * The last of the scenarios that were played: a forced collection between two runs throws compiled code away with the
 * last object of a shape, and the compiler would be measured instead.
 */
let kept: { readonly simulation: Simulation; readonly watcher: Watcher } | undefined;

/** One Job of five pods with all invariants watching, again and again. */
export function smallScenarios(count: number): BenchCase {
  const plan = indexedPlan({ pods: 5 });
  return {
    name: "small scenarios (1 Job, 5 pods, invariants on)",
    unit: "scenarios",
    // The compiler is done after about five thousand scenarios.
    warmUps: 10,
    runs: 5,
    run: () => {
      let violations = 0;
      for (let i = 0; i < count; i++) {
        const simulation = new Simulation(plan, { record: "none" });
        const watcher = new Watcher(INVARIANTS, circumstancesOf(plan));
        simulation.log.follow((entry) => watcher.see(entry));
        simulation.run();
        watcher.end(simulation.loop.nowMs);
        violations += watcher.violations.length;
        kept = { simulation, watcher };
      }
      return { units: count, note: `${violations} violations in ${kept?.simulation.loop.nowMs ?? 0} ms virtual` };
    },
  };
}

/** What `jobsim check` does in one thread. */
export function faultScenarios(runs: number): BenchCase {
  return {
    name: "fault scenarios (jobsim check, one thread)",
    unit: "scenarios",
    warmUps: 1,
    runs: 2,
    run: () => {
      const { failures, entries } = check({ seed: 1, runs });
      return { units: runs, note: `${failures.length} failures, ${entries} log entries` };
    },
  };
}

/** A sweep of one scenario over many seeds; starting the workers is part of it. */
export function sweep(workers: number, seeds: number): BenchCase {
  const spec: SweepSpec = { file: "bench.yaml", text: SWEPT, flags: {}, cells: [[]], seeds, firstSeed: 1 };
  return {
    name: `sweep on ${workers} ${workers === 1 ? "worker" : "workers"}`,
    unit: "runs",
    // Each sweep has workers of its own: nothing is warm before it.
    warmUps: 0,
    runs: 2,
    slow: true,
    run: async () => {
      const { size } = await runSweep(spec, { workers });
      return { units: seeds, note: `${size} runs` };
    },
  };
}

const SWEPT = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: { name: swept }
      spec:
        completions: 50
        parallelism: 10
        template: { spec: { restartPolicy: Never, containers: [{ name: main, image: worker }] } }
pods: { default: { run: { lognormal: { median: 30s, p95: 2m } }, exit: { 0: 95%, 1: 5% } } }
`;
