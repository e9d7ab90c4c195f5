/** What a plan needs: optional parts of a simulation, and namespaces that it uses but does not create. */

import { NAMESPACE } from "../api/kinds/namespace.ts";
import type { PodRules } from "../kubelet/behaviour/rules.ts";
import { isNodeAction } from "./actions/node-actions.ts";
import { refOf } from "./actions/object-actions.ts";
import type { SimulationPlan } from "./plan.ts";

/** Whether no pod can be plain, because nodes shut down or lose their network. */
export function needsFullPods({ actions, cluster }: SimulationPlan): boolean {
  return (
    actions.some(({ op }) => op === "shutDownNode" || op === "cutOffNode") ||
    cluster?.outages.some(({ reclaim }) => reclaim === "shutdown") === true ||
    cluster?.pools?.some(({ spot }) => spot?.reclaim === "shutdown") === true
  );
}

/** Whether any pod has work. */
export function hasWork({ default: traits, rules }: PodRules): boolean {
  return traits.work !== undefined || rules.some((rule) => rule.traits.work !== undefined);
}

/** Whether nodes are objects with their controllers: only if something happens to one of them. */
export function needsNodeObjects({ actions, cluster }: SimulationPlan): boolean {
  if (cluster === undefined) return false;
  const { nodeObjects = false, outages, pools } = cluster;
  return nodeObjects || outages.length > 0 || pools !== undefined || actions.some(isNodeAction);
}

/** Names of the namespaces that must exist from the start, in order of their first use. */
export function namespacesOf({ actions }: SimulationPlan): readonly string[] {
  const places = actions.flatMap((action) => ("manifest" in action ? [refOf(action.manifest)] : []));
  const created = new Set(places.flatMap(({ kind, name }) => (kind === NAMESPACE.kind ? [name] : [])));
  return [...new Set(places.map(({ namespace }) => namespace))].filter((name) => name !== "" && !created.has(name));
}
