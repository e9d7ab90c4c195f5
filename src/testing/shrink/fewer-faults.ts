/** Trials in which less goes wrong. */

import type { Faults } from "../generate/faults.ts";
import { shorterLists } from "./shorter-lists.ts";

/** Parts of a trial that can be removed as a whole. */
type Removable = keyof Faults | "priorityClasses";

/** The faults of a trial, or a trial with its faults. */
type WithFaults = Faults & { readonly priorityClasses?: unknown };

const REMOVABLE: readonly Removable[] = [
  "watchLagMs",
  "apiLatencyMs",
  "faults",
  "disturbances",
  "quotas",
  "resourceQuotas",
  "limitRanges",
  "priorityClasses",
  "controllerManager",
  "cluster",
];

/** The same without a kind of fault. */
export function* withoutFaults<T extends WithFaults>(trial: T): Generator<T> {
  for (const part of REMOVABLE) if (trial[part] !== undefined) yield without(trial, part);
  const { watchLagMs, controllerManager } = trial;
  for (const resource of ["jobs", "pods"] as const) {
    if ((watchLagMs?.[resource] ?? 0) > 0) yield { ...trial, watchLagMs: { ...watchLagMs, [resource]: 0 } };
  }
  if (controllerManager?.kubeApi !== undefined) {
    const { kubeApi: _, ...rest } = controllerManager;
    yield { ...trial, controllerManager: rest };
  }
}

function without<T extends WithFaults>(trial: T, part: Removable): T {
  const fewer = { ...trial };
  delete fewer[part];
  return fewer;
}

/** The same with fewer faults of a kind. */
export function* withShorterFaults<T extends WithFaults>(trial: T): Generator<T> {
  const { faults = [], disturbances = [], quotas = [], cluster } = trial;
  for (const shorter of shorterLists(faults)) yield { ...trial, faults: shorter };
  for (const shorter of shorterLists(disturbances)) yield { ...trial, disturbances: shorter };
  for (const shorter of shorterLists(quotas)) yield { ...trial, quotas: shorter };
  if (cluster === undefined) return;
  for (const outages of shorterLists(cluster.outages)) yield { ...trial, cluster: { ...cluster, outages } };
}
