/** Starts the Cluster Autoscaler if the plan has pools. */

import type { SimulationPlan } from "../plan.ts";
import { switchesOfPlan } from "../releases/releases.ts";
import { withSchedulerGates } from "../releases/scheduler-gates.ts";
import { type AutoscalerWorld, ClusterAutoscaler } from "./cluster-autoscaler.ts";

export function scalePools(plan: SimulationPlan, world: Pick<AutoscalerWorld, "loop" | "server" | "nodes">): void {
  const { pools, nodes = [], expander = "least-waste" } = plan.cluster ?? {};
  if (pools === undefined) return;
  const switches = withSchedulerGates(switchesOfPlan(plan));
  new ClusterAutoscaler({ ...world, seed: plan.seed, switches }, { pools, nodes, expander });
}
