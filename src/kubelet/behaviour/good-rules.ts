/** Rules of pods that need no check: they were checked, or made by what makes no others. */

import type { PodRules } from "./rules.ts";

const good = new WeakSet<object>();

/**
 * The same rules, which plans are spared the check of from now on: those of a file were checked with it, and there may
 * be one for each of 100,000 pods; those of a trial are drawn a thousand times a second.
 */
export function vouchedFor(made: PodRules): PodRules {
  good.add(made);
  return made;
}

export function isVouchedFor(rules: object): boolean {
  return good.has(rules);
}
