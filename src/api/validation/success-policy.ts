/** Rules about `spec.successPolicy` (batch validation, `validateSuccessPolicy`). */
import type { FieldError, FieldPath } from "../field-path.ts";
import type { JobSpec, SuccessPolicyRule } from "../types.ts";
import { checkNonNegative, invalid, required, tooLong, tooMany } from "./errors.ts";
import { successPolicyValue } from "./go-structs.ts";
import { countIndexes, parseIndexList } from "./index-list.ts";
import { byteLength } from "./names.ts";

const MAX_RULES = 20;
const MAX_INDEXES_BYTES = 65_536;

/**
 * Validates the success policy of a Job, if it has one.
 *
 * @param spec of the Job; the policy requires completion indexes
 * @param path of the policy
 */
export function validateSuccessPolicy(spec: JobSpec, path: FieldPath): FieldError[] {
  const { successPolicy, completionMode } = spec;
  if (successPolicy === undefined) return [];
  if (completionMode !== "Indexed") {
    return [invalid(path, successPolicyValue(successPolicy), "requires indexed completion mode")];
  }
  const { rules } = successPolicy;
  const rulesPath = [...path, "rules"];
  const errors: FieldError[] = [];
  if (rules.length === 0) {
    errors.push(required(rulesPath, "at least one rules must be specified when the successPolicy is specified"));
  }
  if (rules.length > MAX_RULES) errors.push(tooMany(rulesPath, rules.length, MAX_RULES));
  // Absent completions are a separate error; the rules are then parsed without a bound.
  const completions = spec.completions ?? Number.MAX_SAFE_INTEGER;
  for (const [i, rule] of rules.entries()) errors.push(...validateRule(rule, [...rulesPath, i], completions));
  return errors;
}

function validateRule(rule: SuccessPolicyRule, path: FieldPath, completions: number): FieldError[] {
  const { succeededIndexes, succeededCount } = rule;
  if (succeededIndexes === undefined && succeededCount === undefined) {
    return [required(path, "at least one of succeededCount or succeededIndexes must be specified")];
  }
  const errors: FieldError[] = [];
  let listed = 0;
  if (succeededIndexes !== undefined) {
    const indexesPath = [...path, "succeededIndexes"];
    if (byteLength(succeededIndexes) > MAX_INDEXES_BYTES) errors.push(tooLong(indexesPath, MAX_INDEXES_BYTES));
    const list = parseIndexList(succeededIndexes, completions);
    if (list.ok) listed = countIndexes(list.intervals);
    else errors.push(invalid(indexesPath, succeededIndexes, `error parsing succeededIndexes: ${list.message}`));
  }
  if (succeededCount !== undefined) {
    const countPath = [...path, "succeededCount"];
    errors.push(...checkNonNegative(succeededCount, countPath));
    if (succeededCount > completions) {
      const detail = `must be less than or equal to ${completions} (the number of specified completions)`;
      errors.push(invalid(countPath, succeededCount, detail));
    }
    if (succeededIndexes !== undefined && succeededCount > listed) {
      const detail = `must be less than or equal to ${listed} (the number of indexes in the specified succeededIndexes field)`;
      errors.push(invalid(countPath, succeededCount, detail));
    }
  }
  return errors;
}
