/** Rules about the resources of a container (core validation, `ValidateContainerResourceRequirements`). */
import type { FieldError, FieldPath } from "../field-path.ts";
import type { JsonObject } from "../json.ts";
import { parseQuantity } from "../quantity.ts";
import type { StringMap } from "../types.ts";
import { invalid, invalidEach, NON_NEGATIVE, required } from "./errors.ts";
import { checkQualifiedName } from "./names.ts";
import { objectOf, textMapOf } from "./parts.ts";

const STANDARD_RESOURCES = ["cpu", "memory", "ephemeral-storage"];
const HUGE_PAGES = "hugepages-";

/**
 * Checks names and amounts of limits and requests, and that no request is above its limit.
 *
 * @param container a container with decoded amounts
 * @param path of its resources
 */
export function validateResources(container: JsonObject, path: FieldPath): FieldError[] {
  const resources = objectOf(container, "resources");
  if (resources === undefined) return [];
  const limits = textMapOf(resources, "limits");
  const requests = textMapOf(resources, "requests");
  const errors = Object.keys(limits)
    .sort()
    .flatMap((name) => validateAmount(name, limits, [...path, "limits"]));
  for (const name of Object.keys(requests).sort()) {
    errors.push(...validateAmount(name, requests, [...path, "requests"]));
    errors.push(...validateRequest(name, requests[name] ?? "", limits[name], path));
  }
  return errors;
}

function validateAmount(name: string, amounts: StringMap, path: FieldPath): FieldError[] {
  const amountPath = [...path, { key: name }];
  const errors = invalidEach(amountPath, name, checkQualifiedName(name));
  if (!name.includes("/") && !STANDARD_RESOURCES.includes(name) && !name.startsWith(HUGE_PAGES)) {
    errors.push(invalid(amountPath, name, "must be a standard resource type or fully qualified"));
    errors.push(invalid(amountPath, name, "must be a standard resource for containers"));
  }
  const amount = amounts[name] ?? "";
  if (sizeOf(amount) < 0n) errors.push(invalid(amountPath, amount, NON_NEGATIVE));
  return errors;
}

function validateRequest(name: string, request: string, limit: string | undefined, path: FieldPath): FieldError[] {
  const mayOvercommit = isOvercommitAllowed(name);
  if (limit === undefined) {
    const detail = "Limit must be set for non overcommitable resources";
    return mayOvercommit ? [] : [required([...path, "limits"], detail)];
  }
  const difference = sizeOf(request) - sizeOf(limit);
  if (difference !== 0n && !mayOvercommit) {
    return [invalid([...path, "requests"], request, `must be equal to ${name} limit of ${limit}`)];
  }
  if (difference <= 0n) return [];
  return [invalid([...path, "requests"], request, `must be less than or equal to ${name} limit of ${limit}`)];
}

function isOvercommitAllowed(name: string): boolean {
  return (!name.includes("/") || name.includes("kubernetes.io/")) && !name.startsWith(HUGE_PAGES);
}

function sizeOf(amount: string): bigint {
  return parseQuantity(amount)?.billionths ?? 0n;
}
