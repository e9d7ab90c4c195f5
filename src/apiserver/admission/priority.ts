/** The priority of a pod, from the name of its class (Priority admission; semantics 13, section 6). */

import { copyWith } from "../../api/copy-with.ts";
import type { PriorityClass } from "../../api/kinds/simple-kinds.ts";
import type { PodSpec } from "../../api/types.ts";

/** A class of a plan: the priority of its pods, and whether they preempt others. */
export interface PriorityClassSpec {
  readonly value: number;
  /** Whether pods that name no class get this one. */
  readonly globalDefault?: boolean | undefined;
  readonly preemptionPolicy?: "PreemptLowerPriority" | "Never" | undefined;
}

/** Classes by name; a number alone is the value of a class. */
export type PriorityClasses = Readonly<Record<string, number | PriorityClassSpec>>;

/** Classes that every cluster has. */
const BUILT_IN: PriorityClasses = {
  "system-node-critical": 2_000_001_000,
  "system-cluster-critical": 2_000_000_000,
};

const PREEMPTS = "PreemptLowerPriority";
const FROM_CLASS = "from the given PriorityClass name";

export type Prioritised = { readonly spec: PodSpec } | { readonly problem: string };

/** Every class that a pod can name, in one map. */
export type KnownClasses = ReadonlyMap<string, PriorityClassSpec>;

/**
 * All classes that a pod can name in a run.
 *
 * @param declared classes of the plan
 * @param objects classes created during the run
 */
export function knownClasses(declared: PriorityClasses, objects: Iterable<PriorityClass>): KnownClasses {
  const given = Object.entries({ ...BUILT_IN, ...declared }).map(
    ([name, of]) => [name, typeof of === "number" ? { value: of } : of] as const,
  );
  return new Map([...given, ...[...objects].map((object) => [object.metadata.name, object] as const)]);
}

/**
 * Sets the priority and the preemption policy of a pod from its class. A pod that names no class gets the default
 * class; if there is none, it keeps the priority of its spec, or 0.
 */
export function withPriority(spec: PodSpec, classes: KnownClasses): Prioritised {
  const { priorityClassName = "", priority = 0, preemptionPolicy = PREEMPTS } = spec;
  if (priorityClassName === "") {
    const fallback = defaultClass(classes);
    if (fallback !== undefined) return ofClass(spec, ...fallback);
    return { spec: copyWith(spec, { priority, preemptionPolicy }) };
  }
  const named = classes.get(priorityClassName);
  if (named === undefined) return { problem: `no PriorityClass with name ${priorityClassName} was found` };
  return ofClass(spec, priorityClassName, named);
}

function ofClass(spec: PodSpec, priorityClassName: string, of: PriorityClassSpec): Prioritised {
  const { value, preemptionPolicy = PREEMPTS } = of;
  const { priority = value, preemptionPolicy: policy = preemptionPolicy } = spec;
  if (priority !== value) {
    const refusal = `the integer value of priority (${priority}) must not be provided in pod spec`;
    return { problem: `${refusal}; priority admission controller computed ${value} ${FROM_CLASS}` };
  }
  if (policy !== preemptionPolicy) {
    const refusal = `the string value of PreemptionPolicy (${policy}) must not be provided in pod spec`;
    return { problem: `${refusal}; priority admission controller computed ${preemptionPolicy} ${FROM_CLASS}` };
  }
  return { spec: copyWith(spec, { priorityClassName, priority, preemptionPolicy }) };
}

/** If several classes are the default, the one with the lowest value wins. */
function defaultClass(classes: KnownClasses): readonly [string, PriorityClassSpec] | undefined {
  const defaults = [...classes].filter(([, { globalDefault = false }]) => globalDefault);
  return defaults.sort(([, a], [, b]) => a.value - b.value)[0];
}
