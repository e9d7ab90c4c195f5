/** Rules about `spec.podFailurePolicy` (batch validation, `validatePodFailurePolicy`). */
import type { FieldError, FieldPath } from "../field-path.ts";
import type {
  JobSpec,
  PodFailurePolicyOnExitCodes,
  PodFailurePolicyOnPodCondition,
  PodFailurePolicyRule,
} from "../types.ts";
import { duplicate, invalid, invalidEach, invalidUnprinted, required, tooMany, unsupported } from "./errors.ts";
import { checkQualifiedName } from "./names.ts";
import { quote } from "./values.ts";

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_POD_CONDITIONS = 20;
const ACTIONS = ["Count", "FailIndex", "FailJob", "Ignore"];
const ACTIONS_WITHOUT_INDEXES = ["Count", "FailJob", "Ignore"];
const OPERATORS = ["In", "NotIn"];
const CONDITION_STATUSES = ["False", "True", "Unknown"];

/**
 * Validates the pod failure policy of a Job, if it has one.
 *
 * @param spec of the Job; rules of the policy refer to its containers and its backoff limit per index
 * @param path of the policy
 * @param knowsFailIndex whether the release has the action `FailIndex`
 */
export function validatePodFailurePolicy(spec: JobSpec, path: FieldPath, knowsFailIndex = true): FieldError[] {
  if (spec.podFailurePolicy === undefined) return [];
  const { rules } = spec.podFailurePolicy;
  const errors: FieldError[] = [];
  const rulesPath = [...path, "rules"];
  if (rules.length > MAX_RULES) errors.push(tooMany(rulesPath, rules.length, MAX_RULES));
  const { containers, initContainers = [] } = spec.template.spec;
  const containerNames = new Set([...initContainers, ...containers].map(({ name }) => name));
  const actions = knowsFailIndex ? ACTIONS : ACTIONS_WITHOUT_INDEXES;
  // If the action is unknown, there is no further error about it.
  const mayFailIndexes = spec.backoffLimitPerIndex !== undefined || !knowsFailIndex;
  for (const [i, rule] of rules.entries()) {
    errors.push(...checkChoice(rule.action, actions, [...rulesPath, i, "action"]));
    errors.push(...validateRule(rule, [...rulesPath, i], containerNames, mayFailIndexes));
  }
  return errors;
}

function validateRule(
  rule: PodFailurePolicyRule,
  path: FieldPath,
  containerNames: ReadonlySet<string>,
  limitsIndexes: boolean,
): FieldError[] {
  const { action, onExitCodes, onPodConditions = [] } = rule;
  const errors: FieldError[] = [];
  if (action === "FailIndex" && !limitsIndexes) {
    errors.push(invalid([...path, "action"], action, "requires the backoffLimitPerIndex to be set"));
  }
  if (onExitCodes !== undefined) {
    errors.push(...validateExitCodes(onExitCodes, [...path, "onExitCodes"], containerNames));
  }
  errors.push(...validatePodConditions(onPodConditions, [...path, "onPodConditions"]));
  if (onExitCodes !== undefined && onPodConditions.length > 0) {
    errors.push(invalidUnprinted(path, "specifying both OnExitCodes and OnPodConditions is not supported"));
  }
  if (onExitCodes === undefined && onPodConditions.length === 0) {
    errors.push(invalidUnprinted(path, "specifying one of OnExitCodes and OnPodConditions is required"));
  }
  return errors;
}

function validateExitCodes(
  onExitCodes: PodFailurePolicyOnExitCodes,
  path: FieldPath,
  containerNames: ReadonlySet<string>,
): FieldError[] {
  const { operator, containerName, values = [] } = onExitCodes;
  const errors = checkChoice(operator, OPERATORS, [...path, "operator"]);
  if (containerName !== undefined && !containerNames.has(containerName)) {
    const detail = "must be one of the container or initContainer names in the pod template";
    errors.push(invalid([...path, "containerName"], containerName, detail));
  }
  const valuesPath = [...path, "values"];
  if (values.length === 0) errors.push(invalid(valuesPath, onExitCodes.values, "at least one value is required"));
  if (values.length > MAX_EXIT_CODES) errors.push(tooMany(valuesPath, values.length, MAX_EXIT_CODES));
  const seen = new Set<number>();
  for (const [j, value] of values.entries()) {
    if (operator === "In" && value === 0) {
      errors.push(invalid([...valuesPath, j], value, "must not be 0 for the In operator"));
    }
    if (seen.has(value)) errors.push(duplicate([...valuesPath, j], value));
    seen.add(value);
  }
  const descends = values.some((value, j) => (values[j - 1] ?? value) > value);
  if (descends) errors.push(invalid(valuesPath, values, "must be ordered"));
  return errors;
}

function validatePodConditions(patterns: readonly PodFailurePolicyOnPodCondition[], path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (patterns.length > MAX_POD_CONDITIONS) errors.push(tooMany(path, patterns.length, MAX_POD_CONDITIONS));
  for (const [j, { type, status }] of patterns.entries()) {
    errors.push(...invalidEach([...path, j, "type"], type, checkQualifiedName(type)));
    errors.push(...checkChoice(status, CONDITION_STATUSES, [...path, j, "status"]));
  }
  return errors;
}

/** One of a set of values; the message for an empty one lists them. */
function checkChoice(value: string, choices: readonly string[], path: FieldPath): FieldError[] {
  if (value === "") return [required(path, `valid values: [${choices.map(quote).join(" ")}]`)];
  return choices.includes(value) ? [] : [unsupported(path, value, choices)];
}
