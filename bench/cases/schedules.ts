/** Long runs of CronJobs of which nothing is kept but figures, as `jobsim run --quiet` plays them. */

import { followOutcomes } from "../../src/analysis/follow-outcomes.ts";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import type { BenchCase } from "../case.ts";

const DAY_MS = 86_400_000;

/** A Job of one pod every five minutes. */
export function everyFiveMinutes(name: string, days: number, slow: boolean): BenchCase {
  return {
    name,
    unit: "Jobs",
    warmUps: slow ? 0 : 3,
    runs: slow ? 1 : 5,
    slow,
    run: () => {
      const simulation = new Simulation(planOf(days), { record: "none" });
      const outcomes = followOutcomes(simulation);
      simulation.run();
      const { complete, jobs } = outcomes().summary.totals;
      return { units: jobs, note: `${complete} complete in ${days} days` };
    },
  };
}

function planOf(days: number): SimulationPlan {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "worker" }] } };
  const spec = { schedule: "*/5 * * * *", jobTemplate: { spec: { template } } };
  const manifest = { apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "often", namespace: "default" }, spec };
  return {
    epochMs: EPOCH_MS,
    seed: "1",
    untilMs: days * DAY_MS,
    actions: [{ op: "createCronJob", atMs: 0, manifest }],
  };
}
