/** Starts the Cluster Autoscaler in a run that has pools. */

import type { SimulationPlan } from "../plan.ts";
import { schedulerSwitchesOf } from "../releases/scheduler-releases.ts";
import { type AutoscalerWorld, ClusterAutoscaler } from "./cluster-autoscaler.ts";

export function scalePools(
  { cluster, seed, kubernetes }: SimulationPlan,
  world: Pick<AutoscalerWorld, "loop" | "server" | "nodes">,
): void {
  const { pools, nodes = [], expander = "least-waste" } = cluster ?? {};
  if (pools === undefined) return;
  new ClusterAutoscaler({ ...world, seed, switches: schedulerSwitchesOf(kubernetes) }, { pools, nodes, expander });
}
