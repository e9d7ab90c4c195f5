/** What a plan needs: optional parts of a simulation, and namespaces that it uses but does not create. */

import { isJsonObject, ownValue } from "../api/json.ts";
import { NAMESPACE } from "../api/kinds/namespace.ts";
import type { PodRules } from "../kubelet/behaviour/rules.ts";
import { isNodeAction } from "./actions/node-actions.ts";
import { refOf } from "./actions/object-actions.ts";
import type { SimulationPlan, TimedAction } from "./plan.ts";

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

/** Whether nodes are objects with their controllers: only if something happens to one of them, or one is missing. */
export function needsNodeObjects({ actions, cluster }: SimulationPlan): boolean {
  if (cluster === undefined) return false;
  const { nodeObjects = false, outages, pools, nodes } = cluster;
  if (nodeObjects || outages.length > 0 || pools !== undefined || actions.some(isNodeAction)) return true;
  const wanted = actions.flatMap(nodeNamesIn);
  if (wanted.length === 0) return false;
  const names = new Set(nodes.map(({ name }) => name));
  return wanted.some((name) => !names.has(name));
}

/** The node that a template binds its pods to; the pod garbage collector deletes them if it is not there. */
function nodeNamesIn(action: TimedAction): readonly string[] {
  if (action.op !== "createJob" && action.op !== "createCronJob") return [];
  const ofJob = action.op === "createJob" ? ["spec"] : ["spec", "jobTemplate", "spec"];
  let value: unknown = action.manifest;
  for (const key of [...ofJob, "template", "spec", "nodeName"]) {
    value = isJsonObject(value) ? ownValue(value, key) : undefined;
  }
  return typeof value === "string" && value !== "" ? [value] : [];
}

/** Names of the namespaces that must exist from the start, in order of their first use. */
export function namespacesOf({ actions }: SimulationPlan): readonly string[] {
  const places = actions.flatMap((action) => ("manifest" in action ? [refOf(action.manifest)] : []));
  const created = new Set(places.flatMap(({ kind, name }) => (kind === NAMESPACE.kind ? [name] : [])));
  return [...new Set(places.map(({ namespace }) => namespace))].filter((name) => name !== "" && !created.has(name));
}
