/** `--only`: which invariants and which features a check is about, from the names that a user gave. */

import { nearest } from "../api/nearest.ts";
import type { OwnOptions } from "./check.ts";
import { CHECKED_FEATURES, type Feature } from "./generate/features.ts";
import { INVARIANTS } from "./invariants/index.ts";
import type { Invariant } from "./invariants/invariant.ts";
import { featuresOfWorkload } from "./workload/own-trial.ts";

/** What a check is limited to. */
export interface Choice {
  /** What is drawn by default if absent. */
  readonly features?: readonly Feature[];
  readonly invariants: readonly Invariant[];
}

/** Everything that can be named. */
const NAMES = CHECKED_FEATURES;

/**
 * Names of invariants limit what is checked, names of features what is drawn; if only one kind is named, the other
 * keeps its default.
 *
 * @param own what this check adds: its invariants replace those of Jobs
 * @returns the choice, or what is wrong with the names
 */
export function choose(
  names: readonly string[],
  { invariants: known = INVARIANTS, workload, features: usual }: OwnOptions = {},
): Choice | { readonly problem: string } {
  const invariants = known.filter(({ id }) => names.includes(id));
  const drawn = workload === undefined ? NAMES : featuresOfWorkload();
  const features = drawn.filter((feature) => names.includes(feature));
  for (const name of names) {
    if (invariants.some(({ id }) => id === name) || features.some((feature) => feature === name)) continue;
    const all = [...known.map(({ id }) => id), ...drawn];
    const near = nearest(name, all);
    const hint = near === undefined ? `known are ${all.join(", ")}` : `did you mean ${near}?`;
    return { problem: `there is no invariant or feature "${name}": ${hint}` };
  }
  const chosen = features.length > 0 ? features : (usual ?? (workload === undefined ? undefined : drawn));
  return {
    ...(chosen === undefined ? {} : { features: chosen }),
    invariants: invariants.length === 0 ? known : invariants,
  };
}
