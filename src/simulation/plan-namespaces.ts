/** The namespaces that a plan uses but does not create; they exist from the start. */

import { NAMESPACE } from "../api/kinds/namespace.ts";
import { refOf } from "./actions/object-actions.ts";
import type { SimulationPlan } from "./plan.ts";

/** Names of the namespaces that must exist from the start, in order of their first use. */
export function namespacesOf({ actions }: SimulationPlan): readonly string[] {
  const places = actions.flatMap((action) => ("manifest" in action ? [refOf(action.manifest)] : []));
  const created = new Set(places.flatMap(({ kind, name }) => (kind === NAMESPACE.kind ? [name] : [])));
  return [...new Set(places.map(({ namespace }) => namespace))].filter((name) => name !== "" && !created.has(name));
}
