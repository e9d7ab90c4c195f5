/** The priority of a pod, from the name of its class (Priority admission). */

import { copyWith } from "../../api/copy-with.ts";
import type { PodSpec } from "../../api/types.ts";

/** Classes that every cluster has. */
const BUILT_IN: Readonly<Record<string, number>> = {
  "system-node-critical": 2_000_001_000,
  "system-cluster-critical": 2_000_000_000,
};

export type PriorityClasses = Readonly<Record<string, number>>;

export type Prioritised = { readonly spec: PodSpec } | { readonly problem: string };

/**
 * Gives a pod the priority of its class; one without a class has priority 0, unless its spec says more.
 *
 * @param classes the value of each class, by its name
 */
export function withPriority(spec: PodSpec, classes: PriorityClasses): Prioritised {
  const { priorityClassName = "", priority } = spec;
  if (priorityClassName === "") return { spec: priority === undefined ? copyWith(spec, { priority: 0 }) : spec };
  const value = Object.hasOwn(classes, priorityClassName) ? classes[priorityClassName] : BUILT_IN[priorityClassName];
  if (value === undefined) return { problem: `no PriorityClass with name ${priorityClassName} was found` };
  if (priority === value) return { spec };
  if (priority === undefined) return { spec: copyWith(spec, { priority: value }) };
  const computed = `priority admission controller computed ${value} from the given PriorityClass name`;
  return { problem: `the integer value of priority (${priority}) must not be provided in pod spec; ${computed}` };
}
