/** Label selectors. */

import { ownValue } from "./json.ts";
import type { LabelSelector, LabelSelectorRequirement, StringMap } from "./types.ts";

/**
 * Whether labels match a selector.
 *
 * An absent selector matches nothing, and an empty one matches everything; an unknown operator matches nothing.
 */
export function matchesSelector(selector: LabelSelector | undefined, labels: StringMap | undefined): boolean {
  if (selector === undefined) return false;
  const given = labels ?? {};
  const { matchLabels = {}, matchExpressions = [] } = selector;
  for (const key of Object.keys(matchLabels)) if (ownValue(given, key) !== matchLabels[key]) return false;
  return matchExpressions.every((requirement) => fulfils(requirement, given));
}

function fulfils({ key, operator, values = [] }: LabelSelectorRequirement, labels: StringMap): boolean {
  const isThere = Object.hasOwn(labels, key);
  const isListed = isThere && values.includes(labels[key] ?? "");
  switch (operator) {
    case "In":
      return isListed;
    case "NotIn":
      return !isListed;
    case "Exists":
      return isThere;
    case "DoesNotExist":
      return !isThere;
    default:
      return false;
  }
}
