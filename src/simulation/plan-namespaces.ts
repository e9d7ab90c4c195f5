/** The namespaces of a plan that nobody creates, and in which something is created: they are there from the start. */

import { NAMESPACE } from "../api/kinds/namespace.ts";
import { refOf } from "./actions/object-actions.ts";
import type { SimulationPlan } from "./plan.ts";

/** Names of the namespaces that a plan takes for granted, in the order in which it comes to them. */
export function namespacesOf({ actions }: SimulationPlan): readonly string[] {
  const places = actions.flatMap((action) => ("manifest" in action ? [refOf(action.manifest)] : []));
  const created = new Set(places.flatMap(({ kind, name }) => (kind === NAMESPACE.kind ? [name] : [])));
  return [...new Set(places.map(({ namespace }) => namespace))].filter((name) => name !== "" && !created.has(name));
}
