/** Rules about restart policies of containers (core validation, `validateContainerRestartPolicy`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import { isJsonList } from "../../json.ts";
import type { HoldsPodRule } from "../../pod-rules.ts";
import type { Container } from "../../types.ts";
import { forbidden, required, tooMany, unsupported } from "../errors.ts";
import { listOf, objectOf, textOf } from "../parts.ts";

const POLICIES = ["Always", "Never", "OnFailure"];
const ACTIONS = ["Restart", "RestartAllContainers"];
const OPERATORS = ["In", "NotIn"];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

/**
 * Validates the restart policy of a container and its restart rules.
 *
 * In releases without restart policies of containers, only init containers can have one: `Always`, for sidecars.
 *
 * @param kind of container
 * @param path of the container
 */
export function validateRestartPolicyOfContainer(
  container: Container,
  kind: "regular" | "init",
  path: FieldPath,
  holds: HoldsPodRule,
): FieldError[] {
  const { restartPolicy } = container;
  const policyPath = [...path, "restartPolicy"];
  if (!holds("containerRestartPolicy")) {
    if (restartPolicy === undefined) return [];
    if (kind === "regular") return [forbidden(policyPath, "may not be set for non-init containers")];
    return restartPolicy === "Always" ? [] : [unsupported(policyPath, restartPolicy, ["Always"])];
  }
  if (!holds("containerRestartRules")) return [];
  const rules = listOf(container, "restartPolicyRules");
  const errors: FieldError[] = [];
  if (restartPolicy === undefined) {
    if (rules.length > 0) errors.push(required(policyPath, "must specify restartPolicy when restart rules are used"));
  } else if (!POLICIES.includes(restartPolicy)) errors.push(unsupported(policyPath, restartPolicy, POLICIES));
  const rulesPath = [...path, "restartPolicyRules"];
  if (rules.length > MAX_RULES) errors.push(tooMany(rulesPath, rules.length, MAX_RULES));
  return [...errors, ...rules.flatMap((rule, i) => validateRule(rule, [...rulesPath, i]))];
}

function validateRule(rule: JsonObject, path: FieldPath): FieldError[] {
  const action = textOf(rule, "action");
  const errors = ACTIONS.includes(action) ? [] : [unsupported([...path, "action"], action, ACTIONS)];
  const codes = objectOf(rule, "exitCodes");
  const codesPath = [...path, "exitCodes"];
  if (codes === undefined) return [...errors, required(codesPath, "must be specified")];
  const operator = textOf(codes, "operator");
  if (!OPERATORS.includes(operator)) errors.push(unsupported([...codesPath, "operator"], operator, OPERATORS));
  const values = isJsonList(codes.values) ? codes.values.length : 0;
  if (values > MAX_EXIT_CODES) errors.push(tooMany([...codesPath, "values"], values, MAX_EXIT_CODES));
  return errors;
}
