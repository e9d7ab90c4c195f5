/** Long runs of CronJobs of which nothing is kept but figures, as `jobsim run --quiet` plays them. */

import { followOutcomes, type RunOutcomes } from "../../src/analysis/follow-outcomes.ts";
import { playOutcomes } from "../../src/analysis/repeats/repetition.ts";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import type { BenchCase } from "../case.ts";

const DAY_MS = 86_400_000;

/** A Job of one pod every five minutes, all of it played. */
export function everyFiveMinutes(name: string, days: number): BenchCase {
  return caseOf(name, days, (plan) => {
    const simulation = new Simulation(plan, { record: "none" });
    const outcomes = followOutcomes(simulation);
    simulation.run();
    return outcomes();
  });
}

/** The same, played until it only repeats itself. */
export function everyFiveMinutesQuiet(name: string, days: number): BenchCase {
  return caseOf(name, days, playOutcomes);
}

function caseOf(name: string, days: number, play: (plan: SimulationPlan) => RunOutcomes): BenchCase {
  return {
    name,
    unit: "Jobs",
    warmUps: 3,
    runs: 5,
    run: () => {
      const { complete, jobs } = play(planOf(days)).summary.totals;
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
