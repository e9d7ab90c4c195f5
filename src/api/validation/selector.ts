/** Rules about label selectors: their syntax, and whether they match the labels they are meant for. */
import type { FieldError, FieldPath } from "../field-path.ts";
import { matchesSelector } from "../selector.ts";
import type { LabelSelector, LabelSelectorRequirement, StringMap } from "../types.ts";
import { forbidden, invalid, invalidEach, required } from "./errors.ts";
import { validateLabels } from "./metadata.ts";
import { checkLabelValue, checkQualifiedName } from "./names.ts";

/**
 * Validates the syntax of a selector (meta validation, `ValidateLabelSelector`).
 *
 * @param selector of a Job
 * @param path of the selector
 */
export function validateLabelSelector(selector: LabelSelector, path: FieldPath): FieldError[] {
  const errors = validateLabels(selector.matchLabels, [...path, "matchLabels"]);
  for (const [i, requirement] of (selector.matchExpressions ?? []).entries()) {
    errors.push(...validateRequirement(requirement, [...path, "matchExpressions", i]));
  }
  return errors;
}

function validateRequirement({ key, operator, values = [] }: LabelSelectorRequirement, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (operator === "In" || operator === "NotIn") {
    if (values.length === 0) {
      errors.push(required([...path, "values"], "must be specified when `operator` is 'In' or 'NotIn'"));
    }
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (values.length > 0) {
      errors.push(forbidden([...path, "values"], "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    }
  } else errors.push(invalid([...path, "operator"], operator, "not a valid selector operator"));
  errors.push(...invalidEach([...path, "key"], key, checkQualifiedName(key)));
  for (const [i, value] of values.entries()) {
    errors.push(...invalidEach([...path, "values", i], value, checkLabelValue(value)));
  }
  return errors;
}

/**
 * Whether a selector does not match labels. One with invalid syntax counts as matching, because its syntax is reported
 * elsewhere.
 *
 * @param selector an absent one matches nothing, an empty one everything
 * @param labels of a pod template
 */
export function missesLabels(selector: LabelSelector | undefined, labels: StringMap | undefined): boolean {
  if (selector !== undefined && validateLabelSelector(selector, []).length > 0) return false;
  return !matchesSelector(selector, labels);
}
