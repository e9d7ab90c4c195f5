/** `--only`: which invariants and which features a check is about, from the names that a user wrote. */

import { nearest } from "../api/nearest.ts";
import { CHECKED_FEATURES, FEATURES, type Feature, SCHEDULE_FEATURES } from "./generate/features.ts";
import { INVARIANTS } from "./invariants/index.ts";
import type { Invariant } from "./invariants/invariant.ts";

/** What a check is limited to. */
export interface Choice {
  readonly features: readonly Feature[];
  readonly invariants: readonly Invariant[];
}

/** All that can be named; some are drawn only then. */
const NAMES: readonly Feature[] = [...FEATURES, ...SCHEDULE_FEATURES];

/**
 * Names of invariants limit what is checked, names of features what is drawn; where only one kind is named, the other
 * stays as it is by default.
 *
 * @param known the invariants that there are
 * @returns the choice, or what is wrong with the names
 */
export function choose(
  names: readonly string[],
  known: readonly Invariant[] = INVARIANTS,
): Choice | { readonly problem: string } {
  const invariants = known.filter(({ id }) => names.includes(id));
  const features = NAMES.filter((feature) => names.includes(feature));
  for (const name of names) {
    if (invariants.some(({ id }) => id === name) || features.some((feature) => feature === name)) continue;
    const all = [...known.map(({ id }) => id), ...NAMES];
    const near = nearest(name, all);
    const hint = near === undefined ? `known are ${all.join(", ")}` : `did you mean ${near}?`;
    return { problem: `there is no invariant or feature "${name}": ${hint}` };
  }
  return {
    features: features.length === 0 ? CHECKED_FEATURES : features,
    invariants: invariants.length === 0 ? known : invariants,
  };
}
