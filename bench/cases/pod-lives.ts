/** Jobs from their creation to Complete: what a pod's life costs in all. */

import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";
import type { BenchCase } from "../case.ts";
import { type BenchJob, indexedPlan, manyJobsPlan } from "../plans.ts";

type Repeats = Pick<BenchCase, "warmUps" | "runs" | "slow">;

/**
 * A small run that stays in memory while others are measured: a forced collection between two runs throws compiled code
 * away with the last object of a shape, and the compiler would be measured instead.
 */
const shapes: Simulation[] = [];

function played(plan: SimulationPlan): string {
  if (shapes.length === 0) shapes.push(simulate(indexedPlan({ pods: 5, failsOnce: true })));
  return outcome(simulate(plan));
}

/** One Indexed Job. */
export function podLives(name: string, job: BenchJob, repeats: Repeats): BenchCase {
  const plan = indexedPlan(job);
  return { name, unit: "pods", ...repeats, run: () => ({ units: job.pods, note: played(plan) }) };
}

/** Many Jobs of ten pods that are created in one instant. */
export function manyJobs(name: string, jobs: number, limits: "default limits" | "no limits"): BenchCase {
  const pods = 10;
  const plan = manyJobsPlan({ jobs, pods, ...(limits === "no limits" ? {} : { kubeApi: { qps: 20, burst: 30 } }) });
  return {
    name,
    unit: "pods",
    // The compiler is busy during the first two.
    warmUps: 2,
    runs: 3,
    slow: true,
    run: () => ({ units: jobs * pods, note: played(plan) }),
  };
}

function outcome({ server, loop }: Simulation): string {
  const conditions = [...server.jobs.jobs].map((job) => job.status.conditions?.at(-1)?.type ?? "no condition");
  const kinds = [...new Set(conditions)].join(", ");
  return `${kinds} after ${loop.nowMs / 1000} s virtual`;
}
