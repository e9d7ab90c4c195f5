/** Starts the Cluster Autoscaler if the plan has pools. */

import { CURRENT_SCHEDULER } from "../../scheduler/switches.ts";
import type { SimulationPlan } from "../plan.ts";
import { switchesOfPlan } from "../releases/releases.ts";
import { type AutoscalerWorld, ClusterAutoscaler } from "./cluster-autoscaler.ts";

export function scalePools(plan: SimulationPlan, world: Pick<AutoscalerWorld, "loop" | "server" | "nodes">): void {
  const { pools, nodes = [], expander = "least-waste" } = plan.cluster ?? {};
  if (pools === undefined) return;
  const switches = { ...CURRENT_SCHEDULER, ...switchesOfPlan(plan) };
  new ClusterAutoscaler({ ...world, seed: plan.seed, switches }, { pools, nodes, expander });
}
